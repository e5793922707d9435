import { Command } from 'commander';
import { listing } from './lists.ts';
import type { OrganizationListOptions, OrganizationOptions } from './organization.actions.ts';
import { asJson } from './print.ts';

const actions = () => import('./organization.actions.ts');

const list = (): Command =>
  listing(new Command('list'))
    .description('List organizations, by name.')
    .option('--search <text>', 'only those with this text in the name')
    .action(async (options: OrganizationListOptions) => (await actions()).list(options));

const create = (): Command =>
  new Command('create')
    .description('Make an organization.')
    .argument('<name>', 'unique, whatever its case')
    .option('--description <text>', 'free text')
    .addOption(asJson())
    .action(async (name: string, options: OrganizationOptions) => (await actions()).create(name, options));

/** `clientele organization` */
export const organization = (): Command =>
  new Command('organization').description('Manage organizations.').addCommand(list()).addCommand(create());
