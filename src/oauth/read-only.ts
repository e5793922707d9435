import type { Adapter } from 'oidc-provider';

/** An adapter that finds nothing and refuses to write, to be filled in with what a model does need. */
export function readOnly(what: string): Adapter {
  const refuse = (): never => {
    throw new Error(`the authorization server does not write ${what}`);
  };
  return {
    upsert: async () => refuse(),
    find: async () => undefined,
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    consume: async () => refuse(),
    destroy: async () => refuse(),
    revokeByGrantId: async () => {},
  };
}
