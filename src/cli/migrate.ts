import { Command } from 'commander';
import { asJson, print } from './print.ts';

/** `clientele migrate` */
export const migrate = (): Command =>
  new Command('migrate')
    .description('Bring the database to the version of this code.')
    .addOption(asJson())
    .action(async ({ json }: { json: boolean }) => {
      const migrations = await (await import('./migrate.actions.ts')).migrate();
      print(json, { migrations }, () => (migrations.length > 0 ? `Ran ${migrations.join(', ')}` : 'The database is up to date'));
    });
