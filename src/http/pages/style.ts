import { CARD_WIDTH, DARK, FONT_SIZES, FONTS, LIGHT, LINE_HEIGHTS, RADIUS, type Scheme, SPACING, TARGET_HEIGHT } from './design-tokens.ts';

const hyphenated = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** A scheme as custom properties: `onFilled` is called `--on-filled`. */
const properties = (scheme: Scheme) =>
  Object.entries(scheme)
    .map(([name, colour]) => `--${hyphenated(name)}: ${colour};`)
    .join(' ');

/** The style of every page: one column, in the colours that the browser prefers. */
export const STYLE = `
:root { color-scheme: light dark; ${properties(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${properties(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0; padding: ${SPACING.md}; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--text);
  font: ${FONT_SIZES.md}/${LINE_HEIGHTS.text} ${FONTS.text}; overflow-wrap: anywhere; }
main { width: 100%; max-width: ${CARD_WIDTH}; padding: ${SPACING.lg}; background: var(--card); border: 1px solid var(--line); border-radius: ${RADIUS.lg}; }
h1 { margin: 0 0 ${SPACING.sm}; font-size: ${FONT_SIZES.xl}; line-height: ${LINE_HEIGHTS.heading}; }
p { margin: 0 0 ${SPACING.md}; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem ${SPACING.sm}; margin: 0 0 ${SPACING.lg}; }
dt, .soft { color: var(--soft); }
dd { margin: 0; }
ul { margin: 0 0 ${SPACING.lg}; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: ${RADIUS.md}; }
li { padding: .625rem .875rem; }
li + li { border-top: 1px solid var(--line); }
.powerful { display: table; margin-bottom: .25rem; padding: 0 ${SPACING.xs}; border-radius: ${RADIUS.xs}; background: var(--danger-ground); color: var(--danger); }
li code { display: block; color: var(--soft); font: ${FONT_SIZES.sm}/${LINE_HEIGHTS.text} ${FONTS.code}; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input { width: 100%; min-height: ${TARGET_HEIGHT}; margin-bottom: ${SPACING.md}; padding: ${SPACING.xs} ${SPACING.sm}; border: 1px solid var(--field-line);
  border-radius: ${RADIUS.md}; background: var(--field); color: inherit; font: inherit; }
.code { font: 600 ${FONT_SIZES.code}/${LINE_HEIGHTS.text} ${FONTS.code}; letter-spacing: .1em; }
.actions { display: flex; flex-wrap: wrap; gap: ${SPACING.sm}; }
button { flex: 1 1 8rem; min-height: ${TARGET_HEIGHT}; padding: ${SPACING.xs} ${SPACING.md}; border: 1px solid var(--filled); border-radius: ${RADIUS.md};
  background: var(--filled); color: var(--on-filled); font: inherit; font-weight: 600; cursor: pointer; }
button:hover { border-color: var(--filled-hover); background: var(--filled-hover); }
button.second { border-color: var(--field-line); background: transparent; color: var(--link); }
button.second:hover { background: var(--ground); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
h1, dd { overflow: hidden; }
main > :last-child { margin-bottom: 0; }
.alert { padding: .625rem .875rem; border-left: 4px solid var(--danger); border-radius: ${RADIUS.xs}; background: var(--danger-ground); color: var(--danger); }
`;
