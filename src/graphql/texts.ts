import {
  type GraphQLArgument,
  type GraphQLField,
  GraphQLID,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { badArgument } from '../shared/errors.ts';
import { charactersOf } from '../shared/text.ts';

/** The most characters of an id: those that there are have far fewer. */
const ID_LENGTH = 100;

/** How many characters a text has at most, by the path of its argument. */
type TextLimits = readonly { readonly path: readonly string[]; readonly maximum: number }[];

/**
 * Gives every text that a query is asked with a limit, which its description says and which is checked before the resolver
 * of its field is called. Those of mutations have limits of their own, as user errors.
 * @param maximums characters by the name of an argument or of a field of an input; ids need none
 * @throws if a text has no limit
 */
export function limitTexts(schema: GraphQLSchema, maximums: Readonly<Record<string, number>>): void {
  const maximumOf = (part: GraphQLArgument | GraphQLInputField, owner: string): number => {
    const maximum = getNamedType(part.type) === GraphQLID ? ID_LENGTH : maximums[part.name];
    if (maximum === undefined) throw new Error(`${owner}.${part.name} has no limit of its length.`);
    const says = `At most ${maximum} characters.`;
    if (!part.description?.endsWith(says)) part.description = `${part.description} ${says}`;
    return maximum;
  };
  const limitsOf = (parts: readonly (GraphQLArgument | GraphQLInputField)[], owner: string, path: readonly string[] = []): TextLimits =>
    parts.flatMap((part): TextLimits => {
      const type: GraphQLNamedType = getNamedType(part.type);
      if (isInputObjectType(type)) return limitsOf(Object.values(type.getFields()), type.name, [...path, part.name]);
      return type === GraphQLID || type === GraphQLString ? [{ path: [...path, part.name], maximum: maximumOf(part, owner) }] : [];
    });

  for (const type of Object.values(schema.getTypeMap())) {
    if (!(isObjectType(type) || isInterfaceType(type)) || type === schema.getMutationType() || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const limits = limitsOf(field.args, `${type.name}.${field.name}`);
      if (limits.length > 0) checkFirst(field, limits);
    }
  }
}

function checkFirst(field: GraphQLField<unknown, unknown>, limits: TextLimits): void {
  const { resolve } = field;
  if (!resolve) return;
  field.resolve = (root, args, context, info) => {
    for (const { path, maximum } of limits) {
      const given = path.reduce((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], args as unknown);
      if (given == null) continue;
      for (const text of Array.isArray(given) ? given : [given]) if (text !== null) checkLength(path, text as string, maximum);
    }
    return resolve(root, args, context, info);
  };
}

/** @throws `BAD_USER_INPUT` */
function checkLength(path: readonly string[], text: string, maximum: number): void {
  // the units of UTF-16 are never fewer than the characters, and need no counting
  if (text.length <= maximum || charactersOf(text) <= maximum) return;
  throw badArgument(path.join('.'), `must have at most ${maximum} characters; it has ${charactersOf(text)}.`);
}
