import { buildSchema, type GraphQLEnumType } from 'graphql';
import { read } from './markdown.ts';

/** What the catalogues of the documents are made of. */
export interface Sources {
  readonly VARIABLES: Readonly<Record<string, { readonly default: string | undefined; readonly meaning: string }>>;
  readonly ERRORS: Readonly<Record<string, { readonly status: number; readonly meaning: string }>>;
  /** The systems from which clients come, and of what each field is made there. */
  readonly SOURCES: Readonly<Record<string, { readonly title: string; readonly mapping: object }>>;
  /** The doors for clients of other systems, with all that they serve. */
  readonly DOORS: readonly { readonly title: string; readonly routes: readonly Route[] }[];
  /** The schema, which says what each code of a user error means. */
  readonly sdl: string;
}

/** Of what one field is made. */
interface Row {
  readonly theirs: readonly string[];
  readonly how?: string;
}

/** What a door does at a path. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly does: string;
  readonly deviation?: string;
}

/** A table that says what the code says. */
interface Catalogue {
  readonly document: string;
  /** The heading above it. */
  readonly heading: string;
  /** Its rows, of which the first cell is a name. */
  readonly rows: readonly string[][];
}

/** Every catalogue. */
export function catalogues({ VARIABLES, ERRORS, SOURCES, DOORS, sdl }: Sources): readonly Catalogue[] {
  const codes = (buildSchema(sdl).getType('UserErrorCode') as GraphQLEnumType).getValues();
  const variables = Object.entries(VARIABLES).map(([name, { default: fallback, meaning }]) => [name, fallback || '–', meaning]);
  const errors = Object.entries(ERRORS).map(([code, { status, meaning }]) => [code, String(status), meaning]);
  const userErrors = codes.map(({ name, description }) => [name, description ?? '']);
  const ofMapping = (mapping: object) =>
    Object.entries(mapping as Readonly<Record<string, Row>>).map(([field, { theirs, how = '' }]) => [
      field,
      theirs.map((name) => `\`${name}\``).join(', '),
      how,
    ]);
  return [
    ...Object.values(SOURCES).map(({ title, mapping }) => ({ document: 'docs/import.md', heading: title, rows: ofMapping(mapping) })),
    ...DOORS.map(({ title, routes }) => ({ document: 'docs/doors.md', heading: title, rows: ofRoutes(routes) })),
    { document: 'docs/configuration.md', heading: 'Configuration', rows: variables },
    { document: 'docs/errors.md', heading: 'Codes of user errors', rows: userErrors },
    { document: 'docs/errors.md', heading: 'Codes of top-level errors', rows: errors },
  ];
}

/** One row for each thing that is done; what does the same at another address is named in the text of the page. */
function ofRoutes(routes: readonly Route[]): string[][] {
  const rows = new Map<string, { methods: string[]; path: string; does: string; deviation: string }>();
  for (const { method, path, does, deviation = '' } of routes.filter(({ path }) => !path.startsWith('/api/gateway/'))) {
    const key = `${path} ${does}`;
    const row = rows.get(key) ?? { methods: [], path, does, deviation };
    row.methods.push(method);
    rows.set(key, row);
  }
  return [...rows.values()].map(({ methods, path, does, deviation }) => [
    `${methods.join(', ')} ${path.replace(/:(\w+)/g, '{$1}')}`,
    does,
    deviation,
  ]);
}

/** The text of a document with its catalogues written anew. */
export function withCatalogues(document: string, sources: Sources): string {
  const own = catalogues(sources).filter((catalogue) => catalogue.document === document);
  return own.reduce((text, { heading, rows }) => {
    const table = new RegExp(`(^#+ ${heading}\\n(?:(?!#)[^|\\n].*\\n|\\n)*\\|.*\\n\\|[-|]+\\n)(?:\\|.*\\n)*`, 'm');
    if (!table.test(text)) throw new Error(`${document} has no table below "${heading}"`);
    const lines = rows.map(([name, ...cells]) => `| \`${name}\` | ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`);
    return text.replace(table, (_, head: string) => head + lines.join(''));
  }, read(document));
}
