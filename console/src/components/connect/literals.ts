/** What is not printable ASCII, or could end a script element, or look like an entity, where a snippet is put into a page. */
const ESCAPED = /[^\x20-\x7e]|[<>&]/g;
const unit = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A text as a literal between double quotes, in the escapes that JavaScript, Java, Go, Python, C#, YAML and JSON have in common.
 * What they write differently, such as characters beyond U+FFFF, each language says for itself.
 */
const doubleQuoted = (text: string): string => JSON.stringify(text.toWellFormed()).replace(ESCAPED, unit);

/** The same for languages in which a `\u` escape is a character, and never half of one. @param wide how they write one beyond U+FFFF */
const byCharacter = (text: string, wide: (hexadecimal: string) => string): string =>
  JSON.stringify(text.toWellFormed()).replace(/[^\x20-\x7e]|[<>&]/gu, (character) => {
    const code = character.codePointAt(0) as number;
    return code > 0xffff ? wide(code.toString(16).padStart(8, '0')) : unit(character);
  });

/** A text as a literal of each language, which stands for the same characters whatever they are. */
export const literal = {
  /** JavaScript: safe also inside a script element of a page. */
  js: doubleQuoted,
  /** C#. */
  csharp: doubleQuoted,
  /** Go: an interpreted string. */
  go: (text: string) => byCharacter(text, (code) => `\\U${code}`),
  /** Python 3. */
  python: (text: string) => byCharacter(text, (code) => `\\U${code}`),
  /** YAML that Spring Boot reads, which takes `${…}` for a property. */
  spring: (text: string) => byCharacter(text.replaceAll('${', '\\${'), (code) => `\\U${code}`),
  /** A word of a POSIX shell. */
  shell: (text: string) => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`),
};
