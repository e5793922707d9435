import { Command } from 'commander';
import { purgeExpired } from '../oauth/purge.ts';
import { purgeTokens } from '../tokens/purge.ts';
import { counted } from './numbers.ts';
import { progress } from './progress.ts';
import { asOperator } from './with-store.ts';

/** `clientele purge` */
export const purge = (): Command =>
  new Command('purge')
    .description('Delete tokens that have expired or were revoked, and expired codes, sessions and grants, in batches.')
    .action(() =>
      asOperator(async ({ store }) => {
        const report = progress((count) => `${counted(count, 'token')} deleted`);
        report.end(await purgeTokens(store, report.tell));
        const expired = (count: number) => counted(count, 'expired code, session or grant', 'expired codes, sessions and grants');
        progress((count) => `${expired(count)} deleted`).end(await purgeExpired(store));
      }),
    );
