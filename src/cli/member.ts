import { Argument, Command } from 'commander';
import { asJson } from './print.ts';

const set = (): Command =>
  new Command('set')
    .description('Make a user a member of an organization, or give a member another role.')
    .argument('<organization>', 'name, or id')
    .argument('<username>', 'who')
    .addArgument(new Argument('<role>', 'what the member may do').choices(['ADMIN', 'MEMBER', 'AUDITOR']))
    .addOption(asJson())
    .action(async (organization: string, username: string, role: 'ADMIN' | 'MEMBER' | 'AUDITOR', { json }: { json: boolean }) =>
      (await import('./member.actions.ts')).set(organization, username, role, json),
    );

/** `clientele member` */
export const member = (): Command => new Command('member').description('Manage the members of organizations.').addCommand(set());
