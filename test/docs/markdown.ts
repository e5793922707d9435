import { readFileSync } from 'node:fs';
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

/** The names of files and folders that a document links to or has between backticks. */
export function pathsIn(document: string): string[] {
  const text = read(document).replace(/^```[\s\S]*?^```$/gm, '');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g)].map(([, path]) => path as string);
  const named = [...text.matchAll(/`([\w.@/{},*-]+)`/g)].map(([, path]) => path as string).filter(isPath);
  return [...new Set([...links, ...named])];
}

const isPath = (text: string) => /^(src|test|examples|bench|\.ci)\//.test(text) || /^[\w./-]+\.(ts|graphql|json|js|md|cjs)$/.test(text);
