import type { Provider } from 'oidc-provider';
import type { DeviceCode } from './device-polling.ts';

/** A session of the provider, as far as we add to it. */
export interface ProviderSession {
  /** As in `Login`. */
  passwordSetAt?: number | undefined;
  readonly exp?: number;
  loginAccount(details: object): void;
  persist(): Promise<unknown>;
}

/** What the provider's models have that its types do not tell, and that we replace. */
interface Internals {
  readonly Client: {
    readonly prototype: Record<'grantTypeAllowed' | 'responseTypeAllowed', (this: unknown, type: string) => boolean>;
    readonly Schema: { readonly prototype: object };
    find(clientId: unknown): Promise<object | undefined>;
  };
  readonly DeviceCode: Record<'find' | 'findByUserCode', (...given: unknown[]) => Promise<DeviceCode | undefined>>;
  readonly Session: { readonly prototype: ProviderSession; readonly IN_PAYLOAD: readonly string[] };
}

/** The models of a provider with what its types do not tell of. The only place that knows of it; it goes with one version. */
export const internalsOf = (provider: Provider): Internals => provider as unknown as Internals;
