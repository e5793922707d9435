import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** Why an input was refused. */
export enum UserErrorCode {
  REQUIRED = 'REQUIRED',
  BLANK = 'BLANK',
  INVALID = 'INVALID',
  TOO_LONG = 'TOO_LONG',
  TAKEN = 'TAKEN',
  IMMUTABLE = 'IMMUTABLE',
  NOT_FOUND = 'NOT_FOUND',
  FORBIDDEN = 'FORBIDDEN',
  CONFLICT = 'CONFLICT',
  INVALID_REDIRECT_URI = 'INVALID_REDIRECT_URI',
  INVALID_SCOPE = 'INVALID_SCOPE',
  SCOPE_EXCEEDS_MAXIMUM = 'SCOPE_EXCEEDS_MAXIMUM',
  NOT_SUPPORTED_FOR_PUBLIC_CLIENT = 'NOT_SUPPORTED_FOR_PUBLIC_CLIENT',
  EXPIRY_IN_PAST = 'EXPIRY_IN_PAST',
  ALREADY_REVOKED = 'ALREADY_REVOKED',
  LIMIT_EXCEEDED = 'LIMIT_EXCEEDED',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Why an input was refused.',
  valuesConfig: {
    REQUIRED: { description: 'The field is missing.' },
    BLANK: { description: 'The field is empty or white space.' },
    INVALID: { description: 'The value is not one that the field takes.' },
    TOO_LONG: { description: 'The value is longer than the field takes.' },
    TAKEN: { description: 'Another object has this value already.' },
    IMMUTABLE: { description: 'The field cannot change after creation.' },
    NOT_FOUND: { description: 'There is no such object, or none that you may read.' },
    FORBIDDEN: { description: 'You may read the object, but not do this.' },
    CONFLICT: { description: 'Somebody else changed the object meanwhile: read it again, then repeat.' },
    INVALID_REDIRECT_URI: { description: 'The redirect URI is not one that is safe to register.' },
    INVALID_SCOPE: { description: 'The scope is unknown, given twice or written in another case.' },
    SCOPE_EXCEEDS_MAXIMUM: { description: 'The scope is above what the application, the user or the minting token has.' },
    NOT_SUPPORTED_FOR_PUBLIC_CLIENT: { description: 'A public client cannot have this.' },
    EXPIRY_IN_PAST: { description: 'The expiry is not in the future.' },
    ALREADY_REVOKED: { description: 'The token is revoked already.' },
    LIMIT_EXCEEDED: { description: 'There would be more than the allowed number.' },
  },
});

/** A fault of an input that its sender can mend. */
@ObjectType({ description: 'A fault of the input. Where there is one, nothing was changed.' })
export class UserError {
  @Field(() => [String], { description: 'Path inside the input, such as `["redirectUris", "1"]`; empty for the whole input.' })
  field!: string[];

  @Field(() => UserErrorCode, { description: 'Why it was refused, for programs.' })
  code!: UserErrorCode;

  @Field(() => String, { description: 'What is wrong and what to do, for people.' })
  message!: string;
}

/** What every payload of a mutation has. */
@ObjectType()
export abstract class MutationPayload {
  @Field(() => [UserError], { description: 'The faults of the input, all together; empty when it was done.' })
  userErrors!: UserError[];
}

/** Thrown inside a mutation: ends it with these user errors, and nothing is written. */
export class Refusal extends Error {
  constructor(readonly userErrors: readonly UserError[]) {
    super(userErrors.map((error) => `${error.code} ${error.field.join('.')}`).join(', '));
  }
}

/** Where in an input a fault is: a field, or a path such as `['redirectUris', '1']`; `[]` is the whole input. */
export type FieldPath = string | readonly string[];

/** One refusal with one fault, for what makes all further checks pointless. */
export function refuse(code: keyof typeof UserErrorCode, field: FieldPath, message: string): Refusal {
  return new Refusal([{ code: UserErrorCode[code], field: [field].flat(), message }]);
}

/** The most faults that are told of one input. */
const MAXIMUM_FAULTS = 200;

/** Collects the faults of one input, so that they come back together. */
export class Faults {
  readonly #errors: UserError[] = [];

  add(code: keyof typeof UserErrorCode, field: FieldPath, message: string): void {
    this.#errors.push({ code: UserErrorCode[code], field: [field].flat(), message });
  }

  /** Adds the faults of a part of the input. @param path where that part is */
  addWithin(path: readonly string[], part: Faults): void {
    for (const error of part.#errors) this.#errors.push({ ...error, field: [...path, ...error.field] });
  }

  /** Whether nothing was added. */
  get areNone(): boolean {
    return this.#errors.length === 0;
  }

  /** Ends the mutation if anything was added. @throws {Refusal} with as many faults as anybody reads */
  end(): void {
    if (this.areNone) return;
    const more = this.#errors.length - MAXIMUM_FAULTS;
    if (more <= 0) throw new Refusal(this.#errors);
    const rest = refuse('LIMIT_EXCEEDED', [], `Mend these first: there are ${more} more faults.`).userErrors;
    throw new Refusal([...this.#errors.slice(0, MAXIMUM_FAULTS), ...rest]);
  }
}
