import { errors } from 'oidc-provider';

/** The most characters of a parameter of an authorization request: as many as a redirect URI has. */
const LONGEST_PARAMETER = 2_048;

/** Refuses parameters that are longer than anybody needs, because they are stored. @throws `invalid_request` */
export function checkLengths(params: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string' && value.length > LONGEST_PARAMETER) {
      throw new errors.InvalidRequest(`"${name}" must have at most ${LONGEST_PARAMETER} characters`);
    }
  }
}

/** The most characters of what is stored for whoever is not logged in: several such parameters, and the rest. */
const LONGEST_PAYLOAD = 12_288;

/** Refuses to store more for nobody than anybody needs. @throws `invalid_request` */
export function checkLength(payload: object): void {
  if (JSON.stringify(payload).length > LONGEST_PAYLOAD) throw new errors.InvalidRequest('the parameters are too long');
}
