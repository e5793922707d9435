import './without-proto.ts';
import 'reflect-metadata';
import { Command } from 'commander';
import { backup } from './cli/backup.ts';
import { fail } from './cli/fail.ts';
import { inOneLine } from './cli/in-one-line.ts';
import { keys } from './cli/keys.ts';
import { migrate } from './cli/migrate.ts';
import { purge } from './cli/purge.ts';
import { schema } from './cli/schema.ts';
import { seed } from './cli/seed.ts';
import { serve } from './cli/serve.ts';
import { token } from './cli/token.ts';
import { user } from './cli/user.ts';

const program = new Command('clientele').description('A registry of OAuth 2 applications behind a GraphQL API.').helpCommand(false);
for (const command of [serve, migrate, seed, user, token, keys, purge, backup, schema]) program.addCommand(command());

await inOneLine(program).parseAsync().catch(fail);
