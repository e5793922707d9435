import { expect } from '@jest/globals';

/** How AWX shows a secret that it has shown before. */
export const MASK = '************';

/** How AWX writes times. */
export const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

/** A fault of AWX that has no field of its own. */
export const DETAIL = { detail: expect.stringMatching(/\S/) };

/** Faults of one field. */
export const FAULTS = expect.arrayContaining([expect.stringMatching(/\S/)]);

export const NOT_FOUND = { status: 404, body: { detail: 'Not found.' } };

let count = 0;

/** What an application needs, in the words of AWX, under a name that no other has. */
export const newApplication = (organization: number, more: object = {}) => ({
  name: `Made through a door ${++count}`,
  organization,
  client_type: 'confidential',
  authorization_grant_type: 'password',
  ...more,
});
