import { Command } from 'commander';
import type { ApplicationListOptions, RotateOptions } from './application.actions.ts';
import { listing } from './lists.ts';
import { between } from './numbers.ts';
import { asJson } from './print.ts';

/** The most seconds that secrets overlap: 30 days. */
const LONGEST_OVERLAP = 30 * 86_400;

const actions = () => import('./application.actions.ts');

const list = (): Command =>
  listing(new Command('list'))
    .description('List applications, by organization and name.')
    .option('--search <text>', 'only those with this text in name, description or client id')
    .option('--organization <name>', 'only those of this organization, by name or id')
    .option('--disabled', 'only those that are disabled', false)
    .action(async (options: ApplicationListOptions) => (await actions()).list(options));

const one = (name: string, description: string): Command =>
  new Command(name).description(description).argument('<client-id>', 'client id, or id').addOption(asJson());

const show = (): Command =>
  one('show', 'Show an application with its secrets, never their values, and how many tokens it has.').action(
    async (application: string, { json }: { json: boolean }) => (await actions()).show(application, json),
  );

const rotate = (): Command =>
  one('rotate', 'Give an application a new secret and print it on the last line. The earlier ones end.')
    .option('--keep-previous-for <seconds>', 'for how long the earlier secrets still work', between(0, LONGEST_OVERLAP), 0)
    .option('--revoke-tokens', 'also revoke all tokens of the application', false)
    .action(async (application: string, options: RotateOptions) => (await actions()).rotate(application, options));

const disable = (): Command =>
  one('disable', 'Disable an application: it gets no tokens, and those that it has do not work.').action(
    async (application: string, { json }: { json: boolean }) => (await actions()).setEnabled(application, false, json),
  );

const enable = (): Command =>
  one('enable', 'Enable an application that was disabled, with the tokens that it has.').action(
    async (application: string, { json }: { json: boolean }) => (await actions()).setEnabled(application, true, json),
  );

/** `clientele application` */
export const application = (): Command =>
  [list, show, rotate, disable, enable].reduce(
    (command, below) => command.addCommand(below()),
    new Command('application').description('Manage applications.'),
  );
