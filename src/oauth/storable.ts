import { errors, type Provider } from 'oidc-provider';
import { isStorable } from '../shared/text.ts';

/** Refuses parameters that no database can hold, wherever they would be kept. @throws `invalid_request` naming the first */
export function requireStorable(parameters: Iterable<[string, unknown]>): void {
  for (const [name, values] of parameters) {
    // a parameter that is given more than once is a list
    for (const value of [values].flat()) {
      if (typeof value === 'string' && !isStorable(value)) {
        throw new errors.InvalidRequest(`${name} must be Unicode text without the NUL character`);
      }
    }
  }
}

/** Has every endpoint of the provider look at what it takes from query and form, before it does anything with it. */
export function requireStorableParameters(provider: Provider): void {
  const kept = new WeakMap<object, object | undefined>();
  Object.defineProperty(provider.OIDCContext.prototype, 'params', {
    get(this: object) {
      return kept.get(this);
    },
    set(this: object, parameters: object | undefined) {
      requireStorable(Object.entries(parameters ?? {}));
      kept.set(this, parameters);
    },
  });
}
