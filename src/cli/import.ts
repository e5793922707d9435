import { Command, Option } from 'commander';
import type { ImportOptions } from './import.actions.ts';
import { asJson } from './print.ts';

/** The names of the systems from which clients come: those of `SOURCES`, which take too long to load for a help. */
export const SOURCE_NAMES = ['keycloak', 'hydra', 'auth0', 'awx'] as const;

/** `clientele import` */
export const importing = (): Command =>
  new Command('import')
    .description('Take the clients of another system: report what becomes of each, then plan and apply as "apply" does.')
    .argument('<file...>', 'what the other system has exported, JSON or YAML')
    .addOption(new Option('--from <system>', 'where they come from').choices(SOURCE_NAMES).makeOptionMandatory())
    .requiredOption('--organization <name>', 'the organization that is to own them')
    .option('--write <file>', 'write them to this new file as declarations, and change nothing')
    .option('--server <url>', 'ask this gateway, with the token in CLIENTELE_TOKEN, instead of the database')
    .option('--secrets-to <file>', 'write secrets that are generated to this new file; "-" prints them, also where there is no terminal')
    .option('--yes', 'do not ask', false)
    .addOption(asJson())
    .action(async (files: string[], options: ImportOptions) => (await import('./import.actions.ts')).importFrom(files, options));
