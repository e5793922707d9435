import { Command } from 'commander';
import { asJson, print } from './print.ts';

/** `clientele backup` */
export const backup = (): Command =>
  new Command('backup')
    .description('Write a copy of a SQLite database to a file that its owner alone can read, while the gateway runs.')
    .argument('<file>', 'must not exist yet')
    .addOption(asJson())
    .action(async (file: string, { json }: { json: boolean }) => {
      await (await import('./backup.actions.ts')).backup(file);
      print(json, { file }, () => `Wrote ${file}`);
    });
