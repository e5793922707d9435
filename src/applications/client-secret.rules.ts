import { registerEnumType } from 'type-graphql';
import type { Faults } from '../shared/user-errors.ts';
import { ClientType } from './application.rules.ts';

/** Where a client secret comes from. */
export enum ClientSecretSource {
  GENERATED = 'GENERATED',
  GIVEN = 'GIVEN',
}

registerEnumType(ClientSecretSource, {
  name: 'ClientSecretSource',
  description: 'Where a client secret comes from.',
  valuesConfig: {
    GENERATED: { description: 'The registry made it, of 256 random bits.' },
    GIVEN: { description: 'A superuser brought it along from elsewhere; it is as good as it was made there.' },
  },
});

/** The characters of a client secret (RFC 6749, appendix A.2) but the space, which files, shells and forms trim or replace. */
const CHARACTERS = /^[\x21-\x7e]*$/;
/** The fewest and the most characters of a given secret: its hint of four leaves at least twenty unknown. */
const LENGTH = { least: 24, most: 255 };
/** How many of them differ at least, so that neither a mask nor a key that was held down is a secret. */
const LEAST_DIFFERENT = 12;

/** What inputs say of it. */
export const GIVEN_SECRET =
  'A secret that was made elsewhere: 24 to 255 printable ASCII characters without spaces, at least 12 of them different. For superusers with the scope `admin`. It is never shown, and generated when absent.';

/** What those are told who may not give secrets. */
const FOR_SUPERUSERS = 'Only superusers may give a client secret, with a token of the scope "admin". Without it, one is generated.';

/**
 * Checks a client secret that was made elsewhere. No message repeats any of it.
 * @param mayGive whether the viewer may give secrets at all
 * @param clientType of the application, if it is known
 */
export function checkGivenSecret(
  faults: Faults,
  secret: string | null | undefined,
  mayGive: boolean,
  clientType: ClientType | undefined,
): void {
  if (secret == null) return;
  const field = 'clientSecret';
  if (!mayGive) faults.add('FORBIDDEN', field, FOR_SUPERUSERS);
  else if (clientType === ClientType.PUBLIC) faults.add('NOT_SUPPORTED_FOR_PUBLIC_CLIENT', field, 'A public client has no secret.');
  else if (secret.length > LENGTH.most) faults.add('TOO_LONG', field, `Must have at most ${LENGTH.most} characters.`);
  else if (secret.length < LENGTH.least) faults.add('INVALID', field, `Must have at least ${LENGTH.least} characters.`);
  else if (!CHARACTERS.test(secret)) faults.add('INVALID', field, 'Must have printable ASCII characters alone, and no space.');
  else if (new Set(secret).size < LEAST_DIFFERENT)
    faults.add('INVALID', field, `Must have at least ${LEAST_DIFFERENT} different characters: this one is masked, or easily guessed.`);
}
