import { closeSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { readConfig } from '../config.ts';
import { type ApplicationInFile, readDocuments, writeDeclarations } from '../declarations/file.rules.ts';
import { type ImportedClient, tally } from '../declarations/import/report.rules.ts';
import { SOURCES } from '../declarations/import/sources.rules.ts';
import { withoutTwins } from '../declarations/import/twin.rules.ts';
import { type DeclaredGroup, FaultyDeclarations, textOf } from './declarations.ts';
import { CommandError } from './fail.ts';
import { openNew } from './new-file.ts';
import { applyGroups, type CarryOutOptions, sayingFaults } from './plan.actions.ts';
import { printJson } from './print.ts';
import { withRegistry } from './registry.ts';

/** What `import` is asked. */
export interface ImportOptions extends Omit<CarryOutOptions, 'prune'> {
  readonly from: keyof typeof SOURCES;
  readonly organization: string;
  readonly server?: string;
  /** A new file to which the declarations are written instead of being applied. */
  readonly write?: string;
}

/** A client of an input, and where it is. */
interface Found {
  readonly client: ImportedClient;
  readonly where: DeclaredGroup['where'];
}

/** `clientele import` */
export function importFrom(files: readonly string[], options: ImportOptions): Promise<void> {
  return sayingFaults(async () => {
    const found = translated(files, options);
    if (!options.json) process.stdout.write(`${reportOf(found.map(({ client }) => client))}\n`);
    const taken = found.filter(({ client }) => client.application !== undefined);
    const report = { clients: found.map(({ client: { clientSecret: _, ...client } }) => client) };
    if (options.write !== undefined) {
      if (options.json) printJson(report);
      return writeTo(options.write, options.organization, taken);
    }
    if (taken.length === 0) throw new CommandError('There is nothing to import.');
    const group: DeclaredGroup = {
      organization: options.organization,
      source: undefined,
      applications: taken.map(({ client: { application, clientSecret } }) => declarationOf(application as ApplicationInFile, clientSecret)),
      where: ([part, index, ...path]) =>
        (part === 'applications' && taken[Number(index)]?.where(path)) || `--organization ${options.organization}`,
    };
    await withRegistry(options.server, (registry) => applyGroups(registry, [group], { ...options, prune: false }, report));
  });
}

const declarationOf = ({ secret: _, ...application }: ApplicationInFile, clientSecret: string | undefined) =>
  clientSecret === undefined ? application : { ...application, clientSecret };

/** Translates the clients of files. @throws {FaultyDeclarations} with all that has to be mended in them first */
function translated(files: readonly string[], { from, organization }: ImportOptions): Found[] {
  const { settings } = readConfig();
  const known = { scopes: settings.scopes.map(({ name }) => name), redirectUriRules: settings.redirectUriRules, organization };
  const faults: string[] = [];
  const each = files.flatMap((file) =>
    readDocuments(file, textOf(file), faults).flatMap(({ data, where }) =>
      SOURCES[from].translate(data, known).map((client) => ({ client, place: where })),
    ),
  );
  const clients = withoutTwins(each.map(({ client }) => client));
  const found = each.map(({ place }, index): Found => {
    const client = clients[index] as ImportedClient;
    faults.push(...client.faults.map(({ path, message }) => `${place(path)}: ${client.name}: ${message}`));
    return { client, where: () => place(client.path) };
  });
  if (faults.length > 0) throw new FaultyDeclarations(faults);
  return found;
}

/** Writes clients to a new file. Their secrets are not in it: it names the variables of the environment that are to have them. */
function writeTo(file: string, organization: string, found: readonly Found[]): void {
  const variables: string[] = [];
  const applications = found.map(({ client: { application, clientSecret } }): ApplicationInFile => {
    const declared = application as ApplicationInFile;
    if (clientSecret === undefined) return declared;
    variables.push(variableOf(declared, variables));
    return { ...declared, secret: { fromEnvironment: variables.at(-1) as string } };
  });
  const written = openNew('--write', file, 0o666);
  writeFileSync(written, writeDeclarations([{ organization, applications }]));
  closeSync(written);
  if (variables.length > 0) process.stderr.write(`Before you apply ${file}, give the secrets of the input as ${variables.join(', ')}.\n`);
}

/** A variable of the environment for the secret of an application, which is not that of another one. */
function variableOf({ clientId, name }: ApplicationInFile, others: readonly string[]): string {
  const words = String(clientId ?? name)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
  for (let number = 1; ; number++) {
    const variable = number === 1 ? `${words}_SECRET` : `${words}_SECRET_${number}`;
    if (!others.includes(variable)) return variable;
  }
}

/** What becomes of each client, in words. */
function reportOf(clients: readonly ImportedClient[]): string {
  const { clients: all, taken, leftOut, faulty } = tally(clients);
  const ofFaulty = faulty > 0 ? `, ${faulty} with faults` : '';
  return [...clients.flatMap(linesOf), '', `${taken} of ${all} clients can be taken, ${leftOut} are left out${ofFaulty}.`, ''].join('\n');
}

function linesOf({ name, application, changed, leftOut, lost }: ImportedClient): string[] {
  if (leftOut) return [`${styleText('red', 'left out')} ${name}: ${leftOut.why} ${leftOut.whatToDo}`];
  return [
    `${application ? styleText('green', 'taken') : styleText('red', 'faulty')} ${name}`,
    ...changed.map(({ field, what, why }) => `    ${field}: ${what} ${why}`),
    ...(lost.length > 0 ? [`    lost: ${lost.join(', ')}`] : []),
  ];
}
