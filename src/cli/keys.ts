import { Command } from 'commander';
import { rotateKeys } from '../oauth/keys.service.ts';
import { asOperator } from './with-store.ts';

const rotate = (): Command =>
  new Command('rotate')
    .description('Make new keys for signing ID tokens and cookies. What the earlier two have signed stays valid.')
    .action(() =>
      asOperator(async ({ store }) => {
        const activeFrom = await rotateKeys(store);
        process.stdout.write(`Made new keys; they are used from ${activeFrom.toISOString()}\n`);
      }),
    );

/** `clientele keys` */
export const keys = (): Command => new Command('keys').description('Manage the keys of the OAuth server.').addCommand(rotate());
