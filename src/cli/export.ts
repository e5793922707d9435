import { Command } from 'commander';
import type { ExportOptions } from './export.actions.ts';

/** `clientele export` */
export const exporting = (): Command =>
  new Command('export')
    .description('Print applications as declarations, which "plan" and "apply" take. Never their secrets.')
    .option('--organization <name>', 'only those of this organization, by name or id')
    .option('--application <client-id>', 'only this one, by client id or id')
    .action(async (options: ExportOptions) => (await import('./export.actions.ts')).exportApplications(options));
