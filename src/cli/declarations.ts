import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLInputObjectType } from 'graphql';
import type { ApplicationDeclaration, ApplicationPlan } from '../declarations/declaration.inputs.ts';
import {
  type ApplicationInFile,
  type Declarations,
  type DocumentPath,
  documentSchema,
  MAXIMUM_FILE_BYTES,
  readDeclarations,
} from '../declarations/file.rules.ts';
import { buildSchema } from '../schema.ts';
import { keyOf } from '../shared/text.ts';
import { CommandError } from './fail.ts';

/** What files declare for one organization and one source. */
export interface DeclaredGroup {
  /** The name of the organization. */
  readonly organization: string;
  readonly source: string | undefined;
  readonly applications: readonly ApplicationDeclaration[];
  /** Says where a part of the input is written, as `FILE:LINE:COLUMN`. */
  readonly where: (field: readonly string[]) => string;
}

/** Files whose declarations are wrong: one line for each fault. */
export class FaultyDeclarations extends Error {
  constructor(readonly faults: readonly string[]) {
    super('the declarations are faulty');
  }
}

const IS_DECLARATION = /\.(ya?ml|json)$/i;

/** What may stand in a document of a file. */
export const schemaOfDocuments = () => documentSchema(buildSchema().getType('ApplicationDeclaration') as GraphQLInputObjectType);

/**
 * Reads files of declarations, and all of directories. What several documents declare for one organization and source belongs together.
 * @throws {CommandError} if a file cannot be read
 * @throws {FaultyDeclarations} with all that is wrong with any of them
 */
export function readFiles(paths: readonly string[]): DeclaredGroup[] {
  const faults: string[] = [];
  const schema = schemaOfDocuments();
  const documents = paths.flatMap(filesOf).flatMap((file) => readDeclarations(file, textOf(file), schema, faults));
  const groups = Map.groupBy(documents, ({ organization, source }) => JSON.stringify([keyOf(organization), source]));
  const read = [...groups.values()].map((group) => groupOf(group, faults));
  checkTwice(documents, faults);
  if (faults.length > 0) throw new FaultyDeclarations(faults);
  if (read.length === 0) throw new CommandError(`Nothing is declared in ${paths.join(', ')}.`);
  return read;
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => IS_DECLARATION.test(name));
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** The text of a file. @throws {CommandError} if it cannot be read */
export function textOf(file: string): string {
  try {
    const stat = statSync(file);
    if (!stat.isFile() && !stat.isFIFO()) throw new CommandError(`${file} is no file.`);
    const { size } = stat;
    if (size > MAXIMUM_FILE_BYTES) throw new CommandError(`${file} has ${size} bytes; at most ${MAXIMUM_FILE_BYTES} are read.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw error instanceof CommandError ? error : cannotRead(file, error);
  }
}

const cannotRead = (path: string, error: unknown) =>
  new CommandError(`${path} cannot be read: ${/^[A-Z]+: ([^,]+)/.exec((error as Error).message)?.[1] ?? (error as Error).message}.`);

function groupOf(documents: readonly Declarations[], faults: string[]): DeclaredGroup {
  const all = documents.flatMap((document) => document.applications.map((application, index) => ({ application, document, index })));
  const [{ organization, source, where: first }] = documents as readonly [Declarations];
  return {
    organization,
    source,
    applications: all.map(({ application, document, index }) =>
      declarationOf(application, (path) => document.where(['applications', index, ...path]), faults),
    ),
    where: ([part, index, field, ...further]) => {
      const one = all[Number(index)];
      if (part !== 'applications' || !one) return first(part === 'organizationId' ? ['organization'] : []);
      const path = [
        field === 'clientSecret' ? 'secret' : (field ?? ''),
        ...further.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
      ];
      return one.document.where(['applications', one.index, ...path]);
    },
  };
}

/** An application of a file as the API takes it, with the secret that the environment has. */
function declarationOf(
  { secret, ...application }: ApplicationInFile,
  where: (path: DocumentPath) => string,
  faults: string[],
): ApplicationDeclaration {
  if (!secret || 'generated' in secret) return application;
  const clientSecret = Object.hasOwn(process.env, secret.fromEnvironment) ? process.env[secret.fromEnvironment] : undefined;
  if (!clientSecret) faults.push(`${where(['secret', 'fromEnvironment'])}: The environment has no ${secret.fromEnvironment}.`);
  return { ...application, clientSecret: clientSecret ?? null };
}

/** Adds a fault for each client id, and for each name in an organization, that is declared twice. */
function checkTwice(documents: readonly Declarations[], faults: string[]): void {
  const declaredAt = new Map<string, string>();
  const check = (what: string, key: string, place: string) => {
    const other = declaredAt.get(key);
    if (other) faults.push(`${place}: ${what} is declared at ${other} already.`);
    else declaredAt.set(key, place);
  };
  for (const { organization, applications, where } of documents) {
    for (const [index, { clientId, name }] of applications.entries()) {
      if (clientId != null) check(`The client id "${clientId}"`, `id ${clientId}`, where(['applications', index, 'clientId']));
      if (name != null)
        check(`The name "${name}"`, `name ${JSON.stringify([keyOf(organization), keyOf(name)])}`, where(['applications', index, 'name']));
    }
  }
}

/** A plan, as far as commands tell of it. */
export type Planned = Omit<ApplicationPlan, 'application'>;
