import { LOGO } from '../session/place.ts';

/** The logo, beside which the name stands. */
export const Logo = () => <img src={LOGO} alt="" width={28} height={28} />;
