import { rotateKeys } from '../oauth/keys.service.ts';
import { asOperator } from './with-store.ts';

/** `clientele keys rotate`. @returns when the new keys begin to sign */
export const rotate = (discardEarlier: boolean): Promise<Date> =>
  asOperator(({ store }, _, { KEY_ENCRYPTION_KEY }) => rotateKeys(store, KEY_ENCRYPTION_KEY, discardEarlier));
