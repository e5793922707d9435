import { registerEnumType } from 'type-graphql';
import { type ApplicationValues, differs } from '../applications/application.fields.ts';

/** The most applications that are declared at once. */
export const MAXIMUM_DECLARATIONS = 1_000;

/** What becomes of an application. */
export enum PlannedAction {
  CREATE = 'CREATE',
  UPDATE = 'UPDATE',
  DELETE = 'DELETE',
  KEEP = 'KEEP',
}

registerEnumType(PlannedAction, {
  name: 'PlannedAction',
  description: 'What becomes of an application.',
  valuesConfig: {
    CREATE: { description: 'It is registered.' },
    UPDATE: { description: 'It changes, or gets a secret.' },
    DELETE: { description: 'It is not declared any more, and goes with its secrets and tokens.' },
    KEEP: { description: 'It is what is declared.' },
  },
});

/** What becomes of a client secret. */
export enum SecretFate {
  KEPT = 'KEPT',
  CREATED = 'CREATED',
  GIVEN = 'GIVEN',
  REMOVED = 'REMOVED',
}

registerEnumType(SecretFate, {
  name: 'SecretFate',
  description: 'What becomes of a client secret.',
  valuesConfig: {
    KEPT: { description: 'It still works.' },
    CREATED: { description: 'It is generated, and shown once.' },
    GIVEN: { description: 'It is the one that was given.' },
    REMOVED: { description: 'It goes.' },
  },
});

/**
 * What a declaration says otherwise than the application is. What it says again is left out, and so is not checked: what was
 * registered under earlier rules may stay.
 */
export const differing = <Declared extends object>(declared: Declared, before: ApplicationValues): Partial<Declared> =>
  Object.fromEntries(
    Object.entries(declared).filter(
      ([field, value]) => !Object.hasOwn(before, field) || differs(value, before[field as keyof ApplicationValues]),
    ),
  ) as Partial<Declared>;
