import { buildSchema, type GraphQLEnumType } from 'graphql';
import { read } from './markdown.ts';

/** What the catalogues of the documents are made of. */
export interface Sources {
  readonly VARIABLES: Readonly<Record<string, { readonly default: string | undefined; readonly meaning: string }>>;
  readonly ERRORS: Readonly<Record<string, { readonly status: number; readonly meaning: string }>>;
  /** The systems from which clients come, and of what each field is made there. */
  readonly SOURCES: Readonly<Record<string, { readonly title: string; readonly mapping: object }>>;
  /** The schema, which says what each code of a user error means. */
  readonly sdl: string;
}

/** Of what one field is made. */
interface Row {
  readonly theirs: readonly string[];
  readonly how?: string;
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
export function catalogues({ VARIABLES, ERRORS, SOURCES, sdl }: Sources): readonly Catalogue[] {
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
    { document: 'docs/configuration.md', heading: 'Configuration', rows: variables },
    { document: 'docs/errors.md', heading: 'Codes of user errors', rows: userErrors },
    { document: 'docs/errors.md', heading: 'Codes of top-level errors', rows: errors },
  ];
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
