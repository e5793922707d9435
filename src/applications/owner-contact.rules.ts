import type { Faults } from '../shared/user-errors.ts';
import { isEmail, MAXIMUM_EMAIL_LENGTH } from '../users/user.rules.ts';
import { checkUrl, MAXIMUM_URL_LENGTH } from './application.rules.ts';

/** Checks whom to ask about an application. */
export function checkOwnerContact(faults: Faults, contact: string | null | undefined): void {
  if (contact == null) return;
  const field = 'ownerContact';
  const isAddress = contact.length <= MAXIMUM_URL_LENGTH && isEmail(contact);
  if (!isAddress)
    checkUrl(faults, field, contact, 'Must be an e-mail address, such as "ada@example.org", or an absolute http or https URL.');
  else if (contact.length > MAXIMUM_EMAIL_LENGTH)
    faults.add('TOO_LONG', field, `An e-mail address has at most ${MAXIMUM_EMAIL_LENGTH} characters; this one has ${contact.length}.`);
}

/** What contacts are compared by: e-mail addresses, which are ASCII, whatever their case; URLs as they are. */
export const keyOfContact = (contact: string): string => (isEmail(contact) ? contact.toLowerCase() : contact);
