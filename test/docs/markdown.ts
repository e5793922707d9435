import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where the documents are that tests hold. */
export const ROOT = join(import.meta.dirname, '../..');

/** A fenced block of a document. */
export interface Block {
  /** What is written behind the fence, such as `sh`. */
  readonly language: string;
  /** What is written behind the language. */
  readonly source: string | undefined;
  readonly text: string;
  /** The heading above it. */
  readonly heading: string;
  readonly line: number;
}

/** A link of a document to a file of the repository. */
export interface Link {
  /** The file, from the root. */
  readonly path: string;
  /** What is written behind the `#`. */
  readonly anchor: string | undefined;
}

/** The text of a document. */
export const read = (document: string): string => readFileSync(join(ROOT, document), 'utf8');

/** The fenced blocks of a document, in order. */
export function blocksOf(document: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: { language: string; source: string | undefined; lines: string[]; line: number } | undefined;
  read(document)
    .split('\n')
    .forEach((text, index) => {
      const fence = /^```(\S*)(?: (.+))?$/.exec(text);
      if (!fence) {
        if (open) open.lines.push(text);
        else heading = /^#+ (.+)$/.exec(text)?.[1] ?? heading;
      } else if (!open) open = { language: fence[1] ?? '', source: fence[2], lines: [], line: index + 1 };
      else {
        blocks.push({ language: open.language, source: open.source, text: open.lines.join('\n'), heading, line: open.line });
        open = undefined;
      }
    });
  return blocks;
}

/** The text of a document without its fenced blocks. */
const proseOf = (document: string) => read(document).replace(/^```[\s\S]*?^```$/gm, '');

/** The headings of a document, in order. */
export const headingsOf = (document: string): string[] => [...proseOf(document).matchAll(/^#+ (.+)$/gm)].map(([, text]) => text as string);

/** The anchor that a heading gets where the document is shown. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** The links of a document to files of the repository and to its own headings, in order. */
export function linksOf(document: string): Link[] {
  return [...proseOf(document).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, to, anchor]) => ({
    path: to ? join(document, '..', to) : document,
    anchor,
  }));
}

/** The pages of `docs/`, in the order in which the index links them. */
export const pages = (): string[] => [
  ...new Set(
    linksOf('docs/README.md')
      .map(({ path }) => path)
      .filter((path) => path.startsWith('docs/') && existsSync(join(ROOT, path))),
  ),
];

const isFolder = (path: string): boolean => statSync(join(ROOT, path)).isDirectory();

/** Every document of the repository. */
export const documents = (): string[] =>
  [
    '.',
    'docs',
    'bench',
    ...readdirSync(join(ROOT, 'src'))
      .map((room) => join('src', room))
      .filter(isFolder),
  ].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );

/** The rows of the table below a heading, without its head. Cells come without the backticks around them. */
export function tableBelow(document: string, heading: string): string[][] {
  const section =
    read(document)
      .split(new RegExp(`^#+ ${heading}$`, 'm'))[1]
      ?.split(/^#/m)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
  );
}

/** The names of files and folders that a document has between backticks. */
export const pathsIn = (document: string): string[] => [
  ...new Set([...proseOf(document).matchAll(/`([\w.@/{},*-]+)`/g)].map(([, path]) => path as string).filter(isPath)),
];

const isPath = (text: string) =>
  /^(src|test|docs|deploy|examples|bench|\.ci)\//.test(text) || /^[\w./-]+\.(ts|graphql|json|js|md|cjs)$/.test(text);
