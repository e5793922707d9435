import { Command, Option } from 'commander';
import { listing } from './lists.ts';
import { atLeast } from './numbers.ts';
import { asJson } from './print.ts';
import type { RevokeOptions, TokenListOptions, TokenOptions } from './token.actions.ts';

const actions = () => import('./token.actions.ts');

const create = (): Command =>
  new Command('create')
    .description('Make a personal token and print it on the last line.')
    .requiredOption('--user <name>', 'whose token')
    .option('--scopes <scopes>', 'such as "read write" or "certificate:manage,discover;configuration"; write if absent')
    .option('--expires-in <seconds>', 'for how long it is valid', atLeast(1))
    .option('--description <text>', 'what it is for', 'Made on the command line')
    .addOption(asJson())
    .action(async (options: TokenOptions) => (await actions()).create(options));

const ofOwner = (command: Command): Command =>
  command
    .option('--application <client-id>', 'only those of this application, by client id or id')
    .option('--user <name>', 'only those of this user');

const list = (): Command =>
  ofOwner(listing(new Command('list')))
    .description('List tokens, newest first, never their values.')
    .addOption(new Option('--state <state>', 'only those in this state').choices(['ACTIVE', 'EXPIRED', 'REVOKED']))
    .action(async (options: TokenListOptions) => (await actions()).list(options));

const revoke = (): Command =>
  ofOwner(new Command('revoke'))
    .description('Revoke a token with all that came of it, or every live token of an application, a user, or both.')
    .argument('[token]', 'the id of a token, or the token itself; "-" reads it from the first line of standard input')
    .addOption(asJson())
    .action(async (token: string | undefined, options: RevokeOptions, command: Command) => {
      const isOfOwner = options.application !== undefined || options.user !== undefined;
      if ((token !== undefined) === isOfOwner) command.error('error: give a token, or whose tokens: --application, --user or both.');
      await (token === undefined ? (await actions()).revokeAll(options) : (await actions()).revoke(token, options.json));
    });

/** `clientele token` */
export const token = (): Command =>
  new Command('token').description('Manage tokens.').addCommand(list()).addCommand(create()).addCommand(revoke());
