import { KEYS_APART, keyApart, sharedKeyOf } from '../../query/namesakes.ts';
import { keyOf, searchable } from '../../shared/text.ts';

/** Executes a statement with question marks for its parameters. */
export type Execute = (statement: string, parameters: readonly unknown[]) => Promise<Texts[]>;

/** How many rows are looked at together. */
const BATCH = 1_000;

type Texts = Readonly<Record<string, string | null>> & { readonly id: number };

/** Keys and texts that are folded, by table. */
interface Folded {
  readonly table: string;
  readonly columns: readonly string[];
  /** The column of names that are unique, with that of their keys; and inside what. */
  readonly name: string;
  readonly key: string;
  readonly within?: string;
  /** The further columns that are made of others. */
  readonly others: (row: Texts) => Readonly<Record<string, string | null>>;
}

const FOLDED: readonly Folded[] = [
  { table: 'organization', columns: ['name', 'name_key'], name: 'name', key: 'name_key', others: () => ({}) },
  {
    table: 'user',
    columns: ['username', 'username_key', 'first_name', 'last_name', 'email', 'search_text'],
    name: 'username',
    key: 'username_key',
    others: ({ username, first_name, last_name, email }) => ({ search_text: searchable(username, first_name, last_name, email) }),
  },
  {
    table: 'application',
    columns: ['name', 'name_key', 'organization_id', 'description', 'client_id', 'vendor', 'vendor_key', 'search_text'],
    name: 'name',
    key: 'name_key',
    within: 'organization_id',
    others: ({ name, description, client_id, vendor }) => ({
      search_text: searchable(name, description, client_id),
      vendor_key: vendor == null ? null : keyOf(vendor),
    }),
  },
];

/**
 * Folds all keys and searched texts anew. An object whose name has become that of another one keeps its own name, beside
 * it. Where nothing is to be done, nothing is written.
 */
export async function foldAnew(execute: Execute): Promise<void> {
  for (const folded of FOLDED) {
    const columns = ['id', ...folded.columns].map((column) => `"${column}"`).join(', ');
    for (let last = 0; ; ) {
      const rows: Texts[] = await execute(`select ${columns} from "${folded.table}" where "id" > ? order by "id" limit ${BATCH}`, [last]);
      for (const row of rows) await foldRow(execute, folded, row);
      if (rows.length < BATCH) break;
      last = rows.at(-1)?.id ?? last;
    }
  }
}

async function foldRow(execute: Execute, folded: Folded, row: Texts): Promise<void> {
  const { table, name, key } = folded;
  const own = keyOf(row[name] ?? '');
  const isTaken = row[key] !== own && (await holderOf(execute, folded, row, own)) !== undefined;
  const values: Record<string, string | null> = { ...folded.others(row), [key]: isTaken ? keyApart(own, row.id) : own };
  const changed = Object.entries(values).filter(([column, value]) => value !== row[column]);
  if (changed.length === 0) return;
  const assignments = changed.map(([column]) => `"${column}" = ?`).join(', ');
  await execute(`update "${table}" set ${assignments} where "id" = ?`, [...changed.map(([, value]) => value), row.id]);
}

/** The other object beside a row that has the key. */
async function holderOf(execute: Execute, { table, name, key, within }: Folded, row: Texts, value: string): Promise<Texts | undefined> {
  const inside = within ? ` and "${within}" = ?` : '';
  const parameters = [value, row.id, ...(within ? [row[within]] : [])];
  const [holder] = await execute(`select "id", "${name}" from "${table}" where "${key}" = ? and "id" <> ?${inside}`, parameters);
  return holder;
}

/** Says of every object that is kept apart from a namesake which two they are, in one line. */
export async function namesakes(execute: Execute): Promise<string[]> {
  const lines: string[] = [];
  for (const folded of FOLDED) {
    const { table, name, key, within } = folded;
    const columns = ['id', name, key, ...(within ? [within] : [])].map((column) => `"${column}"`).join(', ');
    for (const row of await execute(`select ${columns} from "${table}" where "${key}" like ? order by "id"`, [KEYS_APART])) {
      const holder = await holderOf(execute, folded, row, sharedKeyOf(row[key] ?? ''));
      const other = holder ? `${JSON.stringify(holder[name])} (number ${holder.id})` : 'another one';
      lines.push(
        `The ${table} ${JSON.stringify(row[name])} (number ${row.id}) has the same name as ${other}. Both work; rename one of them.`,
      );
    }
  }
  return lines;
}
