import { Command } from 'commander';
import { parseScopes } from '../shared/scopes.ts';
import { viewerOfUser } from '../tokens/authentication.ts';
import { createToken } from '../tokens/token.service.ts';
import { findByUsername } from '../users/user.loaders.ts';
import { UsageError } from './fail.ts';
import { atLeast } from './numbers.ts';
import { refuseIfAny } from './refuse.ts';
import { asOperator } from './with-store.ts';

interface Options {
  readonly user: string;
  readonly scopes?: string[];
  readonly expiresIn?: number;
  readonly description: string;
}

const create = (): Command =>
  new Command('create')
    .description('Make a personal token and print it on the last line.')
    .requiredOption('--user <name>', 'whose token')
    .option('--scopes <scopes>', 'such as "read write" or "certificate:manage,discover;configuration"; write if absent', parseScopes)
    .option('--expires-in <seconds>', 'for how long it is valid', atLeast(1))
    .option('--description <text>', 'what it is for', 'Made on the command line')
    .action(({ user, scopes, expiresIn, description }: Options) =>
      asOperator(async (context, store) => {
        const found = await findByUsername(store, user);
        if (!found) throw new UsageError(`There is no user "${user}".`);
        const viewer = await viewerOfUser(
          store,
          found.databaseId,
          context.settings.scopes.map(({ name }) => name),
        );
        const { userErrors, accessToken } = await createToken({ ...context, viewer }, { scopes, expiresIn, description });
        refuseIfAny(userErrors);
        process.stdout.write(`${accessToken}\n`);
      }),
    );

/** `clientele token` */
export const token = (): Command => new Command('token').description('Manage tokens.').addCommand(create());
