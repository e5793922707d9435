import type { FieldMergeFunction, FieldPolicy, Reference } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

interface Edge {
  readonly cursor?: string;
  readonly node?: Reference;
}

interface List {
  readonly edges: readonly Edge[];
  readonly pageInfo: { readonly hasNextPage?: boolean; readonly endCursor?: string | null };
}

/**
 * How the cache keeps a list of the API: pages that follow each other by cursors. When the first page is asked for again, those
 * that follow it stay, so that who comes back to a list finds it as long as it was.
 * @param keyArgs the arguments that make it another list
 */
export function list(keyArgs: string[] | false = false): FieldPolicy {
  const policy = relayStylePagination(keyArgs) as FieldPolicy<List>;
  const merge = policy.merge as FieldMergeFunction<List, List>;
  return {
    ...policy,
    merge: (existing: List | undefined, incoming: List, options) => {
      const merged = merge(existing, incoming, options) as List;
      const rest = options.args?.['after'] || options.args?.['before'] || !incoming?.edges ? [] : after(merged, existing);
      return existing && rest.length > 0
        ? {
            ...merged,
            edges: [...merged.edges, ...rest],
            pageInfo: { ...merged.pageInfo, hasNextPage: existing.pageInfo.hasNextPage, endCursor: existing.pageInfo.endCursor },
          }
        : merged;
    },
  };
}

/** What came after the last of a page that was read anew, and is not in it. */
function after({ edges, pageInfo }: List, before: List | undefined): readonly Edge[] {
  const last = edges.at(-1)?.cursor;
  const index = before?.edges.findIndex(({ cursor }) => cursor === last) ?? -1;
  if (!before || !last || index < 0 || !pageInfo.hasNextPage) return [];
  const isNew = new Set(edges.map(({ node }) => node?.__ref));
  return before.edges.slice(index + 1).filter(({ node }) => !isNew.has(node?.__ref));
}
