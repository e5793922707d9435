import { Command } from 'commander';
import type { ApplyOptions, PlanOptions } from './plan.actions.ts';
import { asJson } from './print.ts';

const actions = () => import('./plan.actions.ts');

const onFiles = (command: Command): Command =>
  command
    .requiredOption('-f, --file <path...>', 'files of declarations, YAML or JSON, or directories of them')
    .option('--prune', 'delete what an earlier apply of the same source has registered, and no file declares any more', false)
    .option('--server <url>', 'ask this gateway, with the token in CLIENTELE_TOKEN, instead of the database')
    .option('--yes', 'do what is not asked for lightly, and do not ask', false)
    .addOption(asJson());

/** `clientele plan` */
export const plan = (): Command =>
  onFiles(new Command('plan'))
    .description('Say what "apply" would change. Exit code: 0 nothing, 2 something, 1 if something is wrong.')
    .action(async (options: PlanOptions) => (await actions()).plan(options));

/** `clientele apply` */
export const apply = (): Command =>
  onFiles(new Command('apply'))
    .description('Make applications what files declare: all of an organization, or nothing.')
    .option('--secrets-to <file>', 'write secrets that are generated to this new file; "-" prints them, also where there is no terminal')
    .action(async (options: ApplyOptions) => (await actions()).apply(options));
