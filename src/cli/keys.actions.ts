import { rotateKeys } from '../oauth/keys.service.ts';
import { asOperator } from './with-store.ts';

/** `clientele keys rotate`. @returns when the new keys begin to sign */
export const rotate = (): Promise<Date> => asOperator(({ store }) => rotateKeys(store));
