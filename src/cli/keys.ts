import { Command } from 'commander';
import { asJson, print } from './print.ts';

const rotate = (): Command =>
  new Command('rotate')
    .description('Make new keys for signing ID tokens and cookies. What the earlier two have signed stays valid.')
    .addOption(asJson())
    .action(async ({ json }: { json: boolean }) => {
      const activeFrom = await (await import('./keys.actions.ts')).rotate();
      print(json, { activeFrom }, () => `Made new keys; they are used from ${activeFrom.toISOString()}`);
    });

/** `clientele keys` */
export const keys = (): Command => new Command('keys').description('Manage the keys of the OAuth server.').addCommand(rotate());
