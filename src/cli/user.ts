import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { createUser } from '../users/user.service.ts';
import { refuseIfAny } from './refuse.ts';
import { asOperator } from './with-store.ts';

interface Options {
  readonly password?: string;
  readonly email?: string;
  readonly superuser: boolean;
  readonly systemAuditor: boolean;
}

const create = (): Command =>
  new Command('create')
    .description('Make a user.')
    .argument('<username>', 'unique, whatever its case')
    .option('--password <password>', 'at least 8 characters; random, and shown once, if absent')
    .option('--email <address>', 'e-mail address')
    .option('--superuser', 'may do everything', false)
    .option('--system-auditor', 'may read everything', false)
    .action((username: string, { password, email, superuser, systemAuditor }: Options) =>
      asOperator(async (context) => {
        const chosen = password ?? randomBytes(18).toString('base64url');
        const input = { username, password: chosen, email, isSuperuser: superuser, isSystemAuditor: systemAuditor };
        refuseIfAny((await createUser(context, input)).userErrors);
        process.stdout.write(password ? `Made the user ${username}\n` : `Made the user ${username}, password ${chosen}\n`);
      }),
    );

/** `clientele user` */
export const user = (): Command => new Command('user').description('Manage users.').addCommand(create());
