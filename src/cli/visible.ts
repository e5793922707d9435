/** Characters that a terminal obeys, or that change the order in which others are shown. */
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text of somebody else's for a line of the terminal: what the terminal would obey is written as an escape. */
export const visible = (text: string): string =>
  text.replace(OBEYED, (character) => `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`);
