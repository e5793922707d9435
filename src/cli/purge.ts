import { Command } from 'commander';
import { purgeExpired } from '../oauth/purge.ts';
import { purgeTokens } from '../tokens/purge.ts';
import { progress } from './progress.ts';
import { asOperator } from './with-store.ts';

/** `clientele purge` */
export const purge = (): Command =>
  new Command('purge')
    .description('Delete tokens that have expired or were revoked, and expired codes, sessions and grants, in batches.')
    .action(() =>
      asOperator(async ({ store }) => {
        const report = progress('tokens deleted');
        report.end(await purgeTokens(store, report.tell));
        progress('expired codes, sessions and grants deleted').end(await purgeExpired(store));
      }),
    );
