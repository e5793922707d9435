import { Command } from 'commander';
import { asJson, print } from './print.ts';

const rotate = (): Command =>
  new Command('rotate')
    .description('Make new keys for signing ID tokens and cookies. What the earlier two have signed stays valid.')
    .option('--discard-earlier', 'end what the earlier ones have signed: they have leaked, or cannot be decrypted any more', false)
    .addOption(asJson())
    .action(async ({ json, discardEarlier }: { json: boolean; discardEarlier: boolean }) => {
      const activeFrom = await (await import('./keys.actions.ts')).rotate(discardEarlier);
      print(json, { activeFrom }, () => `Made new keys; they are used from ${activeFrom.toISOString()}`);
    });

/** `clientele keys` */
export const keys = (): Command => new Command('keys').description('Manage the keys of the OAuth server.').addCommand(rotate());
