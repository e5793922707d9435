import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from '../../support/random.ts';

/** Marks a value that stands in a document without quotes. */
class Bare {
  constructor(readonly text: string) {}
}

const TIMES = ['2001-02-03T04:05:06Z', '2999-12-31T23:59:59.999+02:00', '2030-01-01T00:00Z'];
const TEXTS = ['', 'a', 'port', 'no such thing', 'ß İ', '__MAGIC_DATE__', '"quoted" \\ and\nmore'];
const NUMBERS = [0, 1, 2, 2, 3, 3, 4, 5];

/** Random values for arguments and variables of one document. */
export class Values {
  readonly #random: Random;
  readonly #ids: readonly string[];
  readonly #definitions: string[] = [];
  readonly #given: [name: string, value: unknown][] = [];

  /** @param ids of objects that there are */
  constructor(random: Random, ids: readonly string[]) {
    this.#random = random;
    this.#ids = ids;
  }

  /** The definitions of the variables that were used, as they stand in an operation. */
  get definitions(): string {
    return this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
  }

  /** What a request sends for the variables. */
  get given(): Record<string, unknown> {
    return Object.fromEntries(this.#given);
  }

  /** The arguments of a field, as they stand in a document. */
  argumentsOf(args: readonly GraphQLArgument[], isHarmless = false): string {
    const given = args
      .filter((argument) => this.#isGiven(argument))
      .map((argument) => `${argument.name}: ${this.#literal(argument, isHarmless)}`);
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  /** A condition of a directive: a literal, or a variable that may be null where it has a default. */
  condition(): string {
    const value = this.#random.chance(50);
    if (this.#random.chance(40)) return String(value);
    return this.#random.chance(30) ? this.#variable('Boolean', value, `${!value}`) : this.#variable('Boolean!', value);
  }

  #isGiven({ name, type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean {
    if (isNonNullType(type) && defaultValue === undefined) return true;
    // without it a page has 25 objects, and pages in pages too many
    return this.#random.chance(name === 'first' ? 85 : 25);
  }

  #literal({ name, type, defaultValue }: GraphQLArgument | GraphQLInputField, isHarmless: boolean): string {
    const value = this.#value(type, name, isHarmless);
    if (!this.#random.chance(35)) return this.#print(value, type, isHarmless);
    const nullable = String(type).replace(/!$/, '');
    if (isNonNullType(type) && (defaultValue !== undefined || this.#random.chance(30))) {
      return this.#variable(nullable, value, printed(this.#value(type, name, isHarmless)));
    }
    return this.#variable(
      String(type),
      value,
      isNonNullType(type) || this.#random.chance(70) ? undefined : printed(this.#value(type, name, isHarmless)),
    );
  }

  /** Declares a variable. @returns how it is used */
  #variable(type: string, value: unknown, fallback?: string): string {
    const name = `${this.#random.one(['v', 'v', 'v', 'input_', 'coerced', 'valueOf'])}${this.#definitions.length}`;
    this.#definitions.push(`$${name}: ${type}${fallback === undefined ? '' : ` = ${fallback}`}`);
    const isMissing = !type.endsWith('!') || fallback !== undefined ? this.#random.below(100) : 100;
    if (isMissing < 20) return `$${name}`;
    this.#given.push([name, isMissing < 35 ? null : this.#random.chance(2) ? { wrong: true } : sent(value)]);
    return `$${name}`;
  }

  /** A value of a type, as a variable brings it; names of enumerations are bare. */
  #value(type: GraphQLInputType, name: string, isHarmless: boolean): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, name, isHarmless);
    if (!isHarmless && this.#random.chance(5)) return null;
    if (isListType(type)) {
      if (this.#random.chance(10)) return this.#value(type.ofType, name, isHarmless);
      return Array.from(
        { length: this.#random.below(4) },
        () => this.#value(type.ofType, name, isHarmless) ?? this.#value(type.ofType, name, true),
      );
    }
    if (isInputObjectType(type)) return this.#object(type, isHarmless);
    if (isEnumType(type)) return new Bare(this.#random.one(type.getValues()).name);
    switch (type.name) {
      case 'ID':
        return isHarmless || this.#random.chance(15) ? 'rubbish' : this.#random.one(this.#ids);
      case 'Int':
        return name === 'first' || name === 'last' ? (this.#random.chance(4) ? this.#random.one([-1, 101]) : this.#random.one(NUMBERS)) : 1;
      case 'Boolean':
        return this.#random.chance(50);
      case 'DateTime':
        return this.#random.one(TIMES);
      default:
        return isHarmless ? '' : name === 'after' || name === 'before' ? 'x' : this.#random.one(TEXTS);
    }
  }

  #object(type: GraphQLInputObjectType, isHarmless: boolean): Record<string, unknown> {
    const fields = Object.values(type.getFields()).filter(
      (field) => (isHarmless ? String(field.type).startsWith('ID') : false) || this.#isGiven(field),
    );
    return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type, field.name, isHarmless)]));
  }

  /** Prints a value, with variables in some places within it. */
  #print(value: unknown, type: GraphQLInputType, isHarmless: boolean): string {
    const inner = isNonNullType(type) ? type.ofType : type;
    if (Array.isArray(value) && isListType(inner)) {
      return `[${value.map((item) => (this.#random.chance(15) ? this.#variable(String(inner.ofType), item) : this.#print(item, inner.ofType, isHarmless))).join(', ')}]`;
    }
    if (isInputObjectType(inner) && isObject(value)) {
      const entries = Object.entries(value).map(([name, given]) => {
        const field = inner.getFields()[name] as GraphQLInputField;
        return `${name}: ${this.#random.chance(20) ? this.#literal(field, isHarmless) : this.#print(given, field.type, isHarmless)}`;
      });
      return `{ ${entries.join(', ')} }`;
    }
    return printed(value);
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Bare) && !Array.isArray(value);

/** A value as JSON has it. */
function sent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part) => (part instanceof Bare ? part.text : part)));
}

/** A value as GraphQL writes it. */
function printed(value: unknown): string {
  if (value instanceof Bare) return value.text;
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (isObject(value))
    return `{ ${Object.entries(value)
      .map(([name, part]) => `${name}: ${printed(part)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}
