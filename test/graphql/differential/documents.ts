import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { Random } from '../../support/random.ts';
import { Values } from './values.ts';

/** A random request. */
export interface RandomRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Mutations that change nothing where all ids are rubbish and all texts empty. */
const HARMLESS = /^(update|delete|rotate|set|remove|revokeToken$|revokeGrant$)/;

/** Names that generated code could take for something else. */
const ALIASES = ['then', 'length', 'idx0', 'idx1', 'nodes_id', 'data', 'errors', 'function', 'class', '_'];
const ODD_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__parent', '__typename'];

/** Makes a random request that is valid, or, now and then, one that is not. */
export function randomRequest(random: Random, schema: GraphQLSchema, ids: readonly string[]): RandomRequest {
  for (let attempt = 0; ; attempt += 1) {
    const request = new Documents(random, schema, ids).request();
    if (attempt === 10 || random.chance(2) || validate(schema, parse(request.query), undefined, { maxErrors: 1 }).length === 0)
      return request;
  }
}

class Documents {
  readonly #values: Values;
  readonly #random: Random;
  readonly #schema: GraphQLSchema;
  readonly #fragments: { readonly name: string; readonly on: string; text: string }[] = [];
  readonly #aliases = new Map<string, string>();
  /** What keeps a document from being compiled is in some of them alone. */
  readonly #hasDirectives: boolean;
  readonly #hasOddNames: boolean;
  #size = 0;

  constructor(random: Random, schema: GraphQLSchema, ids: readonly string[]) {
    this.#values = new Values(random, ids);
    this.#random = random;
    this.#schema = schema;
    this.#hasDirectives = random.chance(25);
    this.#hasOddNames = random.chance(10);
  }

  request(): RandomRequest {
    const isMutation = this.#random.chance(8);
    const root = (isMutation ? this.#schema.getMutationType() : this.#schema.getQueryType()) as GraphQLObjectType;
    const selections = isMutation ? this.#mutations(root) : this.#selections(root, 0);
    const name = this.#hasOddNames ? this.#random.one(ODD_NAMES) : this.#random.one(['', 'Q']);
    const head = `${isMutation ? 'mutation' : 'query'} ${name}${this.#values.definitions}`;
    const fragments = this.#fragments.map((fragment) => `fragment ${fragment.name} on ${fragment.on} ${fragment.text}`);
    return { query: [`${head} ${selections}`, ...fragments].join('\n'), variables: this.#values.given };
  }

  #mutations(root: GraphQLObjectType): string {
    const harmless = Object.values(root.getFields()).filter(({ name }) => HARMLESS.test(name));
    const count = this.#random.chance(70) ? 1 : 2;
    return `{ ${Array.from({ length: count }, () => this.#field(this.#random.one(harmless), root, 1, true)).join(' ')} }`;
  }

  #selections(type: GraphQLNamedType, depth: number): string {
    const count = 1 + this.#random.below(depth === 0 ? 3 : 4);
    const selections = Array.from({ length: count }, () => this.#selection(type, depth));
    // the same once more, to be merged with itself
    if (this.#random.chance(10)) selections.push(this.#random.one(selections));
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    this.#size += 1;
    const kind = this.#random.below(100);
    if (kind < 12 && depth < 6 && this.#size < 40) return this.#inlineFragment(type, depth);
    if (kind < 24 && depth < 6 && this.#size < 40) return this.#spread(type, depth);
    if (kind < 30 || !('getFields' in type)) return `${this.#alias('__typename', 'String!')}__typename${this.#directives()}`;
    const fields = Object.values(type.getFields()) as GraphQLField<unknown, unknown>[];
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
    const isDeep = depth > 6 || this.#size > 24;
    if (isDeep && leaves.length === 0) return '__typename';
    return this.#field(this.#random.one(isDeep ? leaves : fields), type, depth);
  }

  #field(field: GraphQLField<unknown, unknown>, parent: GraphQLNamedType, depth: number, isHarmless = false): string {
    const given = this.#values.argumentsOf(field.args, isHarmless);
    const type = getNamedType(field.type);
    const call = `${field.name}${given}`;
    // what has arguments has a name for itself, so that it is never merged with others
    const alias =
      given !== '' && this.#random.chance(90)
        ? this.#aliasOf(`f${this.#aliases.size}`, call)
        : this.#alias(call, `${parent} ${field.type}`);
    return `${alias}${call}${this.#directives()}${isCompositeType(type) ? ` ${this.#selections(type, depth + 1)}` : ''}`;
  }

  /** An alias, or none. The same one stands for the same thing alone. */
  #alias(call: string, type: string): string {
    if (!this.#random.chance(20)) return '';
    return this.#aliasOf(
      this.#random.chance(30) ? this.#random.one(this.#hasOddNames ? ODD_NAMES : ALIASES) : `a${this.#random.below(20)}`,
      `${call} ${type}`,
    );
  }

  #aliasOf(alias: string, meaning: string): string {
    const known = this.#aliases.get(alias) ?? meaning;
    this.#aliases.set(alias, known);
    return known === meaning ? `${alias}: ` : '';
  }

  #directives(): string {
    if (!this.#hasDirectives || !this.#random.chance(15)) return '';
    const one = () => `@${this.#random.one(['skip', 'include'])}(if: ${this.#values.condition()})`;
    return this.#random.chance(15) ? ` @skip(if: ${this.#values.condition()}) @include(if: ${this.#values.condition()})` : ` ${one()}`;
  }

  #inlineFragment(type: GraphQLNamedType, depth: number): string {
    const on = this.#random.chance(25) ? undefined : this.#within(type);
    return `...${on ? ` on ${on}` : ''}${this.#directives()} ${this.#selections(on ?? type, depth + 1)}`;
  }

  #spread(type: GraphQLNamedType, depth: number): string {
    const known = this.#fragments.filter(({ on, text }) => text !== '' && on === type.name);
    const [fragment] =
      known.length > 0 && this.#random.chance(60) ? [this.#random.one(known)] : [this.#fragment(this.#within(type), depth)];
    return `...${fragment.name}${this.#directives()}`;
  }

  #fragment(on: GraphQLNamedType, depth: number) {
    const fragment = { name: `F${this.#fragments.length}`, on: on.name, text: '' };
    this.#fragments.push(fragment);
    fragment.text = this.#selections(on, depth + 1);
    return fragment;
  }

  /** The type itself, one of its interfaces, or one of those that it stands for. */
  #within(type: GraphQLNamedType): GraphQLNamedType {
    if (isInterfaceType(type)) return this.#random.one([type, ...this.#schema.getPossibleTypes(type)]);
    if (isObjectType(type)) return this.#random.one([type, type, ...type.getInterfaces()]);
    return type;
  }
}
