import { closest } from 'fastest-levenshtein';
import { type GraphQLInputObjectType, type GraphQLInputType, getNullableType, isEnumType, isListType, isNonNullType } from 'graphql';
import { type Document, isMap, isNode, isScalar, LineCounter, parseAllDocuments, stringify, visit } from 'yaml';
import { z } from 'zod';
import type { ApplicationDeclaration } from './declaration.inputs.ts';

/** The most bytes of a file of declarations. */
export const MAXIMUM_FILE_BYTES = 5_000_000;
/** How often a file may repeat what it has written once: anchors that refer to anchors grow without end. */
const MAXIMUM_ALIASES = 1_000;
/** Where editors find the JSON Schema: beside the file. */
const SCHEMA_FILE = './clientele.schema.json';

/** Where the client secret of an application comes from. A generated one is kept where there is one. */
const SECRET = z
  .union([
    z.strictObject({ fromEnvironment: z.string().describe('The environment variable that holds it.') }),
    z.strictObject({ generated: z.literal(true) }),
  ])
  .describe(
    'Where the client secret comes from: an environment variable, or it is generated. Default: generated, and kept where there is one.',
  );

/** The client secret of an application, as a file says it. */
export type SecretSource = z.infer<typeof SECRET>;

/** An application in a file. */
export interface ApplicationInFile extends Omit<ApplicationDeclaration, 'clientSecret'> {
  readonly secret?: SecretSource;
}

/** One document of a file. */
interface FileDocument {
  readonly organization: string;
  readonly source?: string | undefined;
  readonly applications: readonly ApplicationInFile[];
}

/** A path of keys and indexes into a document. */
export type DocumentPath = readonly (string | number)[];

/** A document of a file, and where each part of it is. */
export interface Declarations extends FileDocument, Pick<AnyDocument, 'where'> {}

const ofType = (type: GraphQLInputType): z.ZodType => {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return z.array(ofType(nullable.ofType));
  if (isEnumType(nullable)) return z.enum(nullable.getValues().map(({ name }) => name));
  if (nullable.toString() === 'Boolean') return z.boolean();
  return nullable.toString() === 'Int' ? z.int() : z.string();
};

/**
 * What a document of a file may have. Its applications have the fields of the API's input, so that there is one list of them.
 * @param declaration the input `ApplicationDeclaration` of the schema of the API
 */
export function documentSchema(declaration: GraphQLInputObjectType) {
  const { clientSecret: _, ...fields } = declaration.getFields();
  const properties = Object.values(fields).map(({ name, type, description }): [string, z.ZodType] => {
    const value = isNonNullType(type) ? ofType(type) : ofType(type).nullable().optional();
    return [name, value.describe(description ?? '')];
  });
  return z.strictObject({
    organization: z.string().describe('The name of the organization that owns the applications.'),
    source: z.string().optional().describe('Whose declarations these are: what `--prune` goes by.'),
    applications: z.array(z.strictObject({ ...Object.fromEntries(properties), secret: SECRET.optional() })),
  });
}

type DocumentSchema = ReturnType<typeof documentSchema>;

/** The JSON Schema of a document, for editors. */
export const jsonSchemaOf = (schema: DocumentSchema): string =>
  `${JSON.stringify({ title: 'Applications of Clientele', ...z.toJSONSchema(schema) }, null, 2)}\n`;

/** A document of a file, whatever it is. */
interface AnyDocument {
  readonly data: unknown;
  /** Says where a part is, as `FILE:LINE:COLUMN`; where it is missing, where that is in which it would be. */
  readonly where: (path: DocumentPath) => string;
}

/** Reads a file of YAML or JSON. @param faults is given a line for each thing that is wrong, with its place */
export function readDocuments(file: string, text: string, faults: string[]): AnyDocument[] {
  const lineCounter = new LineCounter();
  const at = (offset: number | undefined): string => {
    const { line, col } = lineCounter.linePos(offset ?? 0);
    return `${file}:${line}:${col}`;
  };
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false, stringKeys: true });
  const read: AnyDocument[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    const errors = [...document.errors.map(({ pos: [offset], message }) => [offset, message] as const), ...faultyAliases(document)];
    for (const [offset, message] of errors) faults.push(`${at(offset)}: ${message}`);
    if (errors.length > 0 || document.contents === null) continue;
    const where = (path: DocumentPath) => at(offsetOf(document, path));
    try {
      read.push({ data: document.toJS({ maxAliasCount: MAXIMUM_ALIASES }), where });
    } catch (error) {
      faults.push(`${where([])}: ${(error as Error).message}`);
    }
  }
  return read;
}

/** Reads a file of declarations. @param faults is given a line for each thing that is wrong, with its place */
export function readDeclarations(file: string, text: string, schema: DocumentSchema, faults: string[]): Declarations[] {
  return readDocuments(file, text, faults).flatMap(({ data, where }) => {
    const checked = schema.safeParse(data);
    if (checked.success) return { ...(checked.data as FileDocument), where };
    faults.push(...checked.error.issues.flatMap((issue) => faultsOf(issue, schema, where)));
    return [];
  });
}

/** What is wrong with the aliases of a document: those that refer to nothing, or to what they stand in themselves. */
function faultyAliases(document: Document.Parsed): (readonly [number, string])[] {
  const found: [number, string][] = [];
  let count = 0;
  visit(document, {
    Alias: (_, alias, path) => {
      // each is looked for from the start
      if (++count > MAXIMUM_ALIASES) {
        found.push([alias.range?.[0] ?? 0, `There are more than ${MAXIMUM_ALIASES} aliases.`]);
        return visit.BREAK;
      }
      const target = alias.resolve(document);
      const offset = alias.range?.[0] ?? 0;
      if (!target) found.push([offset, `There is no anchor &${alias.source} above.`]);
      else if (path.includes(target as never)) found.push([offset, `*${alias.source} is inside of what it refers to.`]);
      return undefined;
    },
  });
  return found;
}

/** Where a part of a document is: the key of what a map holds, else the part itself; where it is missing, that in which it would be. */
function offsetOf(document: Document.Parsed, path: DocumentPath): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const within = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const key = isMap(within) ? within.items.map(({ key }) => key).find((key) => isScalar(key) && key.value === last) : undefined;
    const node = key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0];
}

function faultsOf(issue: z.core.$ZodIssue, schema: DocumentSchema, where: (path: DocumentPath) => string): string[] {
  const path = issue.path as DocumentPath;
  const name = path.join('.');
  if (issue.code !== 'unrecognized_keys') return [`${where(path)}: ${name === '' ? '' : `${name}: `}${issue.message}.`];
  const known =
    path[0] === 'applications' && path.length === 2 ? Object.keys(schema.shape.applications.element.shape) : Object.keys(schema.shape);
  return issue.keys.map((key) => `${where([...path, key])}: There is no "${key}". Did you mean "${closest(key, known)}"?`);
}

/** Writes documents of a file, in which the same is always written alike. */
export const writeDeclarations = (documents: readonly FileDocument[]): string =>
  `# yaml-language-server: $schema=${SCHEMA_FILE}\n${documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n')}`;
