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
body { margin: 0; padding: ${SPACING.lg} ${SPACING.md}; min-height: 100vh; min-height: 100svh; display: flex; flex-direction: column;
  align-items: center; justify-content: center; gap: ${SPACING.md}; background: var(--ground); color: var(--text);
  font: ${FONT_SIZES.md}/${LINE_HEIGHTS.text} ${FONTS.text}; overflow-wrap: anywhere; }
body > * { width: 100%; max-width: ${CARD_WIDTH}; }
header { display: flex; align-items: center; gap: ${SPACING.sm}; padding: 0 .25rem; font-size: ${FONT_SIZES.lg}; font-weight: 650; letter-spacing: -.01em; }
header > :first-child { flex: none; max-width: 60%; object-fit: contain; }
main { padding: ${SPACING.lg}; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--filled);
  border-radius: ${RADIUS.lg}; }
h1 { margin: 0 0 ${SPACING.md}; font-size: ${FONT_SIZES.xl}; line-height: ${LINE_HEIGHTS.heading}; letter-spacing: -.01em; }
p { margin: 0 0 ${SPACING.md}; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem ${SPACING.md}; margin: 0 0 ${SPACING.lg}; padding: ${SPACING.sm} ${SPACING.md};
  border-radius: ${RADIUS.md}; background: var(--ground); font-size: ${FONT_SIZES.sm}; }
dt { color: var(--soft); }
dd { margin: 0; }
ul { margin: 0 0 ${SPACING.lg}; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: ${RADIUS.md}; }
li { padding: ${SPACING.sm} ${SPACING.md}; }
li + li { border-top: 1px solid var(--line); }
.powerful { display: table; margin-bottom: .25rem; padding: 0 ${SPACING.xs}; border-radius: ${RADIUS.xs}; background: var(--danger-ground);
  color: var(--danger); font-size: ${FONT_SIZES.sm}; }
code { font: ${FONT_SIZES.sm}/${LINE_HEIGHTS.text} ${FONTS.code}; }
li code { display: block; color: var(--soft); }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input { width: 100%; min-height: ${TARGET_HEIGHT}; margin-bottom: ${SPACING.md}; padding: ${SPACING.xs} ${SPACING.sm}; border: 1px solid var(--field-line);
  border-radius: ${RADIUS.md}; background: var(--field); color: inherit; font: inherit; }
input[aria-invalid] { border-color: var(--danger); }
.code { font: 600 ${FONT_SIZES.code}/${LINE_HEIGHTS.text} ${FONTS.code}; letter-spacing: .1em; text-align: center; }
p.code { padding: ${SPACING.sm}; border-radius: ${RADIUS.md}; background: var(--ground); }
.actions { display: flex; flex-wrap: wrap; gap: ${SPACING.sm}; }
button { flex: 1 1 8rem; min-height: ${TARGET_HEIGHT}; padding: ${SPACING.xs} ${SPACING.md}; border: 1px solid var(--filled); border-radius: ${RADIUS.md};
  background: var(--filled); color: var(--on-filled); font: inherit; font-weight: 600; cursor: pointer; }
button:hover { border-color: var(--filled-hover); background: var(--filled-hover); }
button.second { border-color: var(--field-line); background: transparent; color: var(--link); }
button.second:hover { background: var(--ground); }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
h1, dd, header { overflow: hidden; }
main > :last-child { margin-bottom: 0; }
.alert { padding: ${SPACING.sm} ${SPACING.md}; border-left: 4px solid var(--danger); border-radius: ${RADIUS.xs}; background: var(--danger-ground);
  color: var(--danger); }
`;
