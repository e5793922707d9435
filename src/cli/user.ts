import { Command } from 'commander';
import { listing } from './lists.ts';
import { asJson } from './print.ts';
import type { ResetOptions, UserListOptions, UserOptions } from './user.actions.ts';

const actions = () => import('./user.actions.ts');

const list = (): Command =>
  listing(new Command('list'))
    .description('List users, by username.')
    .option('--search <text>', 'only those with this text in username, names or e-mail address')
    .action(async (options: UserListOptions) => (await actions()).list(options));

const create = (): Command =>
  new Command('create')
    .description('Make a user.')
    .argument('<username>', 'unique, whatever its case')
    .option('--password <password>', 'at least 8 characters; others on this machine can see it. Random, and shown once, if absent')
    .option('--password-stdin', 'read the password from the first line of standard input', false)
    .option('--email <address>', 'e-mail address')
    .option('--superuser', 'may do everything', false)
    .option('--system-auditor', 'may read everything', false)
    .addOption(asJson())
    .action(async (username: string, options: UserOptions, command: Command) => {
      if (options.password !== undefined && options.passwordStdin) command.error('error: give --password or --password-stdin, not both.');
      await (await actions()).create(username, options);
    });

const resetPassword = (): Command =>
  new Command('reset-password')
    .description('Give a user another password, asked for on the terminal or read from the first line of standard input.')
    .argument('<username>', 'who')
    .option('--revoke-tokens', 'also revoke all tokens of the user', false)
    .addOption(asJson())
    .action(async (username: string, options: ResetOptions) => (await actions()).resetPassword(username, options));

/** `clientele user` */
export const user = (): Command =>
  new Command('user').description('Manage users.').addCommand(list()).addCommand(create()).addCommand(resetPassword());
