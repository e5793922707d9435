import { checkLength, checkName } from '../shared/text.ts';
import type { Faults } from '../shared/user-errors.ts';
import type { CreateUserInput } from './user.inputs.ts';

/** The least characters that a password has (NIST SP 800-63B, section 5.1.1.1). */
export const MINIMUM_PASSWORD_LENGTH = 8;
/** The most: longer ones only cost time. */
export const MAXIMUM_PASSWORD_LENGTH = 1024;

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** Checks what of a user is given; for a new one, that all it needs is. */
export function checkUser(faults: Faults, input: CreateUserInput, isNew: boolean): void {
  if (isNew || input.username != null) checkName(faults, 'username', input.username);
  checkPassword(faults, input.password, isNew);
  checkLength(faults, 'firstName', input.firstName);
  checkLength(faults, 'lastName', input.lastName);
  if (checkLength(faults, 'email', input.email) && input.email != null && !EMAIL.test(input.email)) {
    faults.add('INVALID', 'email', 'Must be an e-mail address, such as "ada@example.org".');
  }
}

function checkPassword(faults: Faults, password: string | null | undefined, isNew: boolean): void {
  if (password == null) {
    if (isNew) faults.add('REQUIRED', 'password', 'Give a value.');
  } else if (password.length < MINIMUM_PASSWORD_LENGTH) {
    faults.add('INVALID', 'password', `Must have at least ${MINIMUM_PASSWORD_LENGTH} characters.`);
  } else checkLength(faults, 'password', password, MAXIMUM_PASSWORD_LENGTH);
}
