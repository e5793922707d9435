import { HERE } from '../session/place.ts';

/** The logo, beside which the name stands. */
export const Logo = () => (
  <img src={document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href ?? `${HERE}icon.svg`} alt="" width={28} height={28} />
);
