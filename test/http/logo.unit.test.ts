import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { MAXIMUM_LOGO_BYTES, OWN_LOGO } from '../../src/http/pages/logo.ts';
import { scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

function read(name: string, content: string | Buffer) {
  const BRAND_LOGO = join(scratch.path, name);
  writeFileSync(BRAND_LOGO, content);
  return readConfig({ BRAND_LOGO }).logo;
}

describe('BRAND_LOGO', () => {
  it('is known by what is in it, not by its name', () => {
    expect(read('logo.txt', PNG)).toEqual({ type: 'image/png', content: PNG });
    expect(read('logo.png', OWN_LOGO)?.type).toBe('image/svg+xml');
  });

  it.each([
    ['what editors write before it', '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand > and foot -->\n'],
    ['a type of document', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'],
    ['entities', '<!DOCTYPE svg [\n<!ENTITY ns "http://www.w3.org/2000/svg">\n]>\n'],
    ['a byte order mark', '\ufeff'],
  ])('may be an SVG with %s', (_, before) => {
    expect(read('logo.svg', `${before}${OWN_LOGO}\n`)?.type).toBe('image/svg+xml');
  });

  it.each([
    ['text', 'logo', 'is neither a PNG nor an SVG with xmlns="http://www.w3.org/2000/svg"'],
    ['nothing', '', 'is neither a PNG nor an SVG with xmlns="http://www.w3.org/2000/svg"'],
    ['an SVG of no namespace', '<svg viewBox="0 0 1 1"></svg>', 'is neither a PNG nor an SVG with xmlns="http://www.w3.org/2000/svg"'],
    ['an SVG that ends too early', OWN_LOGO.slice(0, -6), 'is neither a PNG nor an SVG with xmlns="http://www.w3.org/2000/svg"'],
    ['an SVG in a page', `<html>${OWN_LOGO}</html>`, 'is neither a PNG nor an SVG with xmlns="http://www.w3.org/2000/svg"'],
    ['a PNG that ends too early', PNG.subarray(0, -9), 'is a PNG that ends too early'],
    ['much', Buffer.alloc(MAXIMUM_LOGO_BYTES + 1), `has ${MAXIMUM_LOGO_BYTES + 1} bytes; a logo may have ${MAXIMUM_LOGO_BYTES}`],
  ])('is refused at the start where it is %s', (_, content, message) => {
    expect(() => read('refused', content)).toThrow(`BRAND_LOGO: ${join(scratch.path, 'refused')} ${message}.`);
  });

  it('is refused at the start where there is no such file', () => {
    const directory = join(scratch.path, 'directory');
    mkdirSync(directory);
    expect(() => readConfig({ BRAND_LOGO: directory })).toThrow(`BRAND_LOGO: ${directory} is not a file.`);
    expect(() => readConfig({ BRAND_LOGO: `${directory}/none` })).toThrow(`BRAND_LOGO: ${directory}/none is not there.`);
  });

  it('takes no time that grows faster than the file, whatever is in it', () => {
    for (const part of ['<!--', '<?xml ', '<!DOCTYPE a[', ' ', '<svg xmlns="http://www.w3.org/2000/svg" ', '<!-- -->'])
      expect(() => read('long', part.repeat(MAXIMUM_LOGO_BYTES / part.length))).toThrow('is neither');
  });
});

describe('BRAND_NAME', () => {
  it.each([
    [' ', 'must not be empty'],
    ['x'.repeat(61), 'must have at most 60 characters'],
    ['two\nlines', 'must be one line of text'],
  ])('is refused at the start where it is %j', (BRAND_NAME, message) => {
    expect(() => readConfig({ BRAND_NAME })).toThrow(`BRAND_NAME: ${message}.`);
  });
});
