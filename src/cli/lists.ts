import type { Command } from 'commander';
import type { PageArguments } from '../query/pages/arguments.ts';
import type { Page } from '../query/pages/page.ts';
import { between } from './numbers.ts';
import { asJson, print, tableOf } from './print.ts';

/** How many a list shows at most. */
const MOST = 1_000;
/** How many a page of the API has at most. */
const PAGE = 100;

/** What every command that lists is asked. */
export interface ListOptions {
  readonly limit: number;
  readonly json: boolean;
}

/** Gives a command the options of every list. */
export const listing = (command: Command): Command =>
  command.option('--limit <count>', `how many at most, up to ${MOST}`, between(1, MOST), 50).addOption(asJson());

/** The first objects of a list, as many as are wanted, and how many it has. */
export async function firstOf<Node extends object>(limit: number, list: (args: PageArguments) => Promise<Page<Node>>) {
  const nodes: Node[] = [];
  let totalCount: number | undefined;
  for (let after: string | null = null; ; ) {
    const page: Page<Node> = await list({ first: Math.min(PAGE, limit - nodes.length), after });
    nodes.push(...page.nodes);
    totalCount ??= await page.totalCount;
    after = page.pageInfo.endCursor;
    if (!page.hasNextPage || nodes.length >= limit) return { totalCount, nodes };
  }
}

/** Prints a list: as a connection of the API has it, or as a table with the number of those that it does not show. */
export function printList<Node>(
  json: boolean,
  { totalCount, nodes }: { totalCount: number; nodes: readonly Node[] },
  line: (node: Node) => Parameters<typeof tableOf>[0][number],
): void {
  print(json, { totalCount, nodes }, () => (nodes.length > 0 ? tableOf(nodes.map(line)) : 'None.'));
  if (!json && nodes.length < totalCount) process.stderr.write(`${nodes.length} of ${totalCount}. See --help for how to find others.\n`);
}
