import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Random } from '../../src/demo/random.ts';

/** A field with its arguments, asked for under so many names, and what is asked of it. */
export interface Asked {
  readonly field: string;
  readonly args: string;
  readonly copies: number;
  readonly type: GraphQLNamedType;
  readonly below: readonly Asked[];
}

const idOf = (type: string, number: number) => Buffer.from(`${type}:${number}`).toString('base64url');

/** Values of arguments, by name: some that match nothing, some that match much. */
const VALUES: Readonly<Record<string, (random: Random) => string>> = {
  search: (random) =>
    random.pick([
      'zz',
      'q',
      'e',
      'po',
      'portal',
      'ledger',
      'house',
      'user',
      'zzzzzz',
      'vault 1',
      'step with',
      `${random.text(3)}`.toLowerCase(),
    ]),
  vendor: (random) => `vendor ${random.below(45)}`,
  all: (random) => random.pick(['team:web', 'env:production', 'none']),
  any: (random) => random.pick(['team:web', 'env:production', 'none']),
  ownerContact: (random) => random.pick(['web@example.org', 'https://none.example.org/']),
  redirectUri: (random) => random.pick(['http://127.0.0.1/callback', 'https://none.example.org/']),
  scope: (random) => random.pick(['read', 'write', 'admin', 'none']),
  clientId: () => 'none',
  organizationId: (random) => idOf('Organization', 1 + random.below(200)),
  applicationId: (random) => idOf('Application', 1 + random.below(10_000)),
  userId: (random) => idOf('User', 1 + random.below(102)),
  actorId: (random) => idOf('User', 1 + random.below(120)),
  objectId: (random) => idOf(random.pick(['Application', 'Token']), 1 + random.below(10_000)),
  id: (random) => idOf(random.pick(['Application', 'Token', 'Organization', 'User']), 1 + random.below(100)),
  ids: (random) => VALUES.id?.(random) as string,
};
const TIMES = ['2000-01-01T00:00:00Z', '2025-06-01T00:00:00Z', '2040-01-01T00:00:00Z'];

/** Makes random operations of a schema, and changes them. */
export class Operations {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;

  constructor(schema: GraphQLSchema, random: Random) {
    this.#schema = schema;
    this.#random = random;
  }

  /** A random selection of the query type, of one field. */
  any(): Asked {
    const query = this.#schema.getQueryType() as GraphQLObjectType;
    return this.#asked(this.#random.pick(Object.values(query.getFields()).filter(({ name }) => name !== 'scopes')), 4);
  }

  /** The same with a change somewhere. */
  changed(asked: Asked, parent: GraphQLNamedType = this.#schema.getQueryType() as GraphQLObjectType): Asked {
    const random = this.#random;
    const below = [...asked.below];
    const index = random.below(Math.max(1, below.length));
    const child = below[index];
    if (child && random.chance(55)) below[index] = this.changed(child, asked.type);
    else if (random.chance(25)) return { ...asked, copies: 1 + random.below(random.pick([3, 10, 60])) };
    else if (random.chance(40) && 'getFields' in parent) {
      const again = this.#asked((parent.getFields() as never)[asked.field], 3);
      return random.chance(50) ? { ...asked, args: again.args } : { ...again, copies: asked.copies };
    } else if (random.chance(50) && below.length > 1) below.splice(index, 1);
    else below.push(...this.#below(asked.type, 3).slice(0, 2));
    return { ...asked, below };
  }

  /** The document that asks for so many of it. */
  write(asked: Asked, times: number): string {
    return `{ ${this.#write(asked, times)} }`;
  }

  #write({ field, args, below, copies, type }: Asked, times = copies): string {
    const inner = below.length > 0 ? ` { ${this.#each(below)} }` : isCompositeType(type) ? ' { __typename }' : '';
    return Array.from(
      { length: times },
      (_, index) => `${nameOf(index)}${field}${args.replace(/100/, () => `${100 - (index % 5)}`)}${inner}`,
    ).join(' ');
  }

  #each(below: readonly Asked[]): string {
    // fields of the same name merge, so each gets names of its own
    return below.map((asked, index) => this.#write(asked).replaceAll(/\ba(\d+):/g, `a${index}_$1:`)).join(' ');
  }

  #asked(field: GraphQLField<unknown, unknown>, depth: number): Asked {
    const type = getNamedType(field.type);
    const args = field.args.flatMap((argument) => this.#argument(argument) ?? []).filter((text) => text !== '');
    const below = isCompositeType(type) ? this.#below(type, depth) : [];
    return { field: field.name, args: args.length > 0 ? `(${args.join(', ')})` : '', copies: 1, type, below };
  }

  #below(type: GraphQLNamedType, depth: number): Asked[] {
    const random = this.#random;
    if (isAbstractType(type)) return [];
    if (!isObjectType(type)) return [];
    const [leaves, composites] = [random.pick([5, 30, 100]), depth > 0 ? random.pick([20, 50]) : 0];
    const isConnection = type.name.endsWith('Connection') || type.name.endsWith('Edge');
    const chosen = Object.values(type.getFields()).filter(({ type: of }) =>
      random.chance(isCompositeType(getNamedType(of)) ? (isConnection ? 60 : composites) : leaves),
    );
    return chosen.map((field) => this.#asked(field, isConnection ? depth : depth - 1));
  }

  #argument({ name, type }: GraphQLArgument): string | undefined {
    const random = this.#random;
    if (name === 'last' || name === 'after' || name === 'before') return undefined;
    if (name === 'first') return random.chance(20) ? '' : `${random.pick(['first', 'last'])}: ${random.pick([1, 10, 100, 100, 100])}`;
    if (!isNonNullType(type) && random.chance(40)) return undefined;
    return `${name}: ${this.#value(name, type)}`;
  }

  #value(name: string, type: GraphQLInputType): string {
    const random = this.#random;
    const named = getNamedType(type);
    if (isListType(isNonNullType(type) ? type.ofType : type))
      return `[${Array.from({ length: name === 'ids' ? 100 : 20 }, () => this.#value(name, named as never)).join(', ')}]`;
    if (isEnumType(named)) return random.pick(named.getValues()).name;
    if (isInputObjectType(named)) {
      const fields = Object.values(named.getFields()).filter((field) => isNonNullType(field.type) || random.chance(25));
      return `{ ${fields.map((field) => `${field.name}: ${this.#value(field.name, field.type)}`).join(', ')} }`;
    }
    if (named.name === 'DateTime') return `"${random.pick(TIMES)}"`;
    if (named.name === 'Boolean') return String(random.chance(50));
    return JSON.stringify(VALUES[name]?.(random) ?? 'none');
  }
}

const nameOf = (index: number) => `a${index}: `;
