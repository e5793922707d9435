import { Command } from 'commander';
import { application } from './application.ts';
import { backup } from './backup.ts';
import { exporting } from './export.ts';
import { fail } from './fail.ts';
import { importing } from './import.ts';
import { inOneLine } from './in-one-line.ts';
import { keys } from './keys.ts';
import { member } from './member.ts';
import { migrate } from './migrate.ts';
import { organization } from './organization.ts';
import { apply, plan } from './plan.ts';
import { purge } from './purge.ts';
import { schema } from './schema.ts';
import { seed } from './seed.ts';
import { serve } from './serve.ts';
import { token } from './token.ts';
import { user } from './user.ts';

const COMMANDS = [
  serve,
  migrate,
  seed,
  application,
  organization,
  member,
  user,
  plan,
  apply,
  exporting,
  importing,
  token,
  keys,
  purge,
  backup,
  schema,
];

/**
 * Runs the command that the process was started with. The files of the commands say how they are used and load what they do
 * only when they do it, because that takes ten times as long.
 * @param version of this program
 */
export async function run(version: string): Promise<void> {
  // whoever reads may have seen enough, as "head" does
  process.stdout.on('error', (error: NodeJS.ErrnoException) => error.code === 'EPIPE' && process.exit());
  const program = new Command('clientele')
    .description('A registry of OAuth 2 applications behind a GraphQL API.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'explain a command');
  for (const command of COMMANDS) program.addCommand(command());
  await inOneLine(program).parseAsync().catch(fail);
}
