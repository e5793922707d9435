import { buildSchema, type GraphQLEnumType } from 'graphql';

/** What the catalogues of the README are made of. */
export interface Sources {
  readonly VARIABLES: Readonly<Record<string, { readonly default: string | undefined; readonly meaning: string }>>;
  readonly ERRORS: Readonly<Record<string, { readonly status: number; readonly meaning: string }>>;
  /** The schema, which says what each code of a user error means. */
  readonly sdl: string;
}

/** The rows of each catalogue, by the heading above it. The first cell is a name. */
export function catalogues({ VARIABLES, ERRORS, sdl }: Sources): Readonly<Record<string, string[][]>> {
  const codes = (buildSchema(sdl).getType('UserErrorCode') as GraphQLEnumType).getValues();
  return {
    Configuration: Object.entries(VARIABLES).map(([name, { default: fallback, meaning }]) => [name, fallback || '–', meaning]),
    'Codes of user errors': codes.map(({ name, description }) => [name, description ?? '']),
    'Codes of top-level errors': Object.entries(ERRORS).map(([code, { status, meaning }]) => [code, String(status), meaning]),
  };
}

/** A document with its catalogues written anew. */
export function withCatalogues(document: string, sources: Sources): string {
  return Object.entries(catalogues(sources)).reduce((text, [heading, rows]) => {
    const table = new RegExp(`(^#+ ${heading}\\n(?:(?!#)[^|\\n].*\\n|\\n)*\\|.*\\n\\|[-|]+\\n)(?:\\|.*\\n)*`, 'm');
    if (!table.test(text)) throw new Error(`there is no table below "${heading}"`);
    const lines = rows.map(([name, ...cells]) => `| \`${name}\` | ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`);
    return text.replace(table, (_, head: string) => head + lines.join(''));
  }, document);
}
