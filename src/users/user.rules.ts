import { checkLine, checkName, checkText } from '../shared/text.ts';
import type { Faults } from '../shared/user-errors.ts';
import { lengthOfPassword, MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH, normalized } from './password.rules.ts';
import type { CreateUserInput } from './user.inputs.ts';

/** The most characters of an e-mail address (RFC 5321, section 4.5.3.1.3, without the brackets around it). */
export const MAXIMUM_EMAIL_LENGTH = 254;
/** A valid e-mail address of HTML (section 4.10.5.1.5), in its own words. */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** Whether a text is an e-mail address. */
export const isEmail = (text: string): boolean => EMAIL.test(text);

/** Checks what of a user is given; for a new one, that all it needs is. */
export function checkUser(faults: Faults, input: CreateUserInput, isNew: boolean): void {
  if (isNew || input.username != null) checkName(faults, 'username', input.username);
  checkPassword(faults, input.password, isNew);
  checkLine(faults, 'firstName', input.firstName);
  checkLine(faults, 'lastName', input.lastName);
  if (checkText(faults, 'email', input.email, MAXIMUM_EMAIL_LENGTH) && input.email != null && !isEmail(input.email)) {
    faults.add('INVALID', 'email', 'Must be an e-mail address, such as "ada@example.org".');
  }
  // the user may have changed it since it was verified
  if (input.isEmailVerified && input.email == null) faults.add('REQUIRED', 'email', 'Say which address is verified.');
}

function checkPassword(faults: Faults, password: string | null | undefined, isNew: boolean): void {
  if (password == null) {
    if (isNew) faults.add('REQUIRED', 'password', 'Give a value.');
  } else if (lengthOfPassword(password) < MINIMUM_PASSWORD_LENGTH) {
    faults.add('INVALID', 'password', `Must have at least ${MINIMUM_PASSWORD_LENGTH} characters.`);
  } else checkText(faults, 'password', normalized(password), MAXIMUM_PASSWORD_LENGTH);
}
