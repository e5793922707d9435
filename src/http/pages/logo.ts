import { readFileSync, statSync } from 'node:fs';
import { COLOURS } from './design-tokens.ts';

/** A picture, as browsers get it. */
export interface Logo {
  readonly type: 'image/svg+xml' | 'image/png';
  readonly content: Buffer;
}

/** The most bytes of a logo: every page has it beside its name. */
export const MAXIMUM_LOGO_BYTES = 262_144;

/**
 * Our own logo as SVG: a registry that is open at one place, and the client that comes to it. It says nothing that the name beside
 * it does not, so it is hidden from screen readers.
 */
export const OWN_LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
<rect width="32" height="32" rx="9" fill="${COLOURS.primary[7]}"/>
<path d="M20.6 10.6a7.4 7.4 0 1 0 0 10.8" fill="none" stroke="#ffffff" stroke-width="3.4" stroke-linecap="round"/>
<circle cx="22.6" cy="16" r="2.9" fill="${COLOURS.warning[3]}"/>
</svg>`;

const PNG_START = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const PNG_END = Buffer.from('49454e44ae426082', 'hex');
/** An element in the namespace without which browsers show nothing. */
const SVG_START = /^<svg\s[^>]*xmlns=(["'])http:\/\/www\.w3\.org\/2000\/svg\1/;

/**
 * Reads a logo from a file.
 * @throws an error that says what is wrong with it, as the end of a sentence that begins with its name
 */
export function readLogo(file: string): Logo {
  const { size } = regularFile(file);
  if (size > MAXIMUM_LOGO_BYTES) throw new Error(`has ${size} bytes; a logo may have ${MAXIMUM_LOGO_BYTES}`);
  const content = contentOf(file);
  if (content.subarray(0, PNG_START.length).equals(PNG_START)) {
    if (!content.subarray(-PNG_END.length).equals(PNG_END)) throw new Error('is a PNG that ends too early');
    return { type: 'image/png', content };
  }
  const element = elementOf(content.toString('utf8'));
  if (SVG_START.test(element) && element.includes('</svg')) return { type: 'image/svg+xml', content };
  throw new Error('is neither a PNG nor an SVG with xmlns="http://www.w3.org/2000/svg"');
}

/** An XML document without what may come before its element: a declaration, comments, a type of document. */
function elementOf(text: string): string {
  let rest = text.replace(/^\ufeff/, '').trimStart();
  while (/^<[?!]/.test(rest)) {
    const end = rest.startsWith('<!--') ? /-->/ : rest.startsWith('<?') ? /\?>/ : /^<![^>[]*>|\]\s*>/;
    const found = end.exec(rest);
    if (!found) return '';
    rest = rest.slice(found.index + found[0].length).trimStart();
  }
  return rest;
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function regularFile(file: string) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new Error('is not there');
  if (!found.isFile()) throw new Error('is not a file');
  return found;
}
