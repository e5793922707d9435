/**
 * The look of everything that people see: the pages of the authorization server (`style.ts` writes their CSS of it) and the
 * console's theme. Constants alone, and no imports, so that a browser's bundle takes nothing else along.
 */

/** Ten shades of a colour, from the lightest to the darkest. */
export type Shades = readonly [string, string, string, string, string, string, string, string, string, string];

/** Petrol: what leads on, that is filled buttons, links and the ring around what has the focus. */
const primary: Shades = ['#eefaf9', '#d5f2f1', '#afe5e6', '#81d3d6', '#4dbcc4', '#1ca0ab', '#02818d', '#016773', '#004e5a', '#013843'];
/** What is well, and what was done. */
const good: Shades = ['#f0faf2', '#d6f4dd', '#afeabe', '#84d99c', '#5bc27c', '#36a660', '#22864a', '#1b6c3a', '#14522c', '#0f3b1f'];
/** What will need somebody soon. */
const warning: Shades = ['#fef6e8', '#fee8c6', '#fcd295', '#f5b55b', '#e19834', '#c17c23', '#9f6118', '#824c12', '#66380c', '#4c2608'];
/** What is wrong, what ends something for good, and what gives great power. */
const danger: Shades = ['#fff4f3', '#ffe4e2', '#ffcac7', '#fda9a5', '#f58381', '#e25a5d', '#c7313d', '#a51d2b', '#7f1520', '#5c1218'];
/** Neutral, with a trace of petrol: lines, fields and text of light pages. */
const grey: Shades = ['#f7fbfc', '#f0f5f6', '#e3e9ea', '#d2d9da', '#b1b9bb', '#80888a', '#656e70', '#4b5457', '#303a3c', '#1a2426'];
/** The same for dark pages, from their text to their ground. */
const dark: Shades = ['#e2e9eb', '#c7cfd2', '#acb6b9', '#899598', '#596669', '#3b484b', '#263336', '#192528', '#101c1e', '#091215'];

/** Every colour, each as ten shades. */
export const COLOURS = { primary, good, warning, danger, grey, dark } as const;

/** Which shade fills buttons, under white text. */
export const FILLED_SHADE = { light: 7, dark: 6 } as const;

/** What a colour is for. Text has a contrast of at least 4.5, edges of fields and the ring of the focus one of 3 (WCAG 2.2, AA). */
export interface Scheme {
  /** Behind everything. */
  readonly ground: string;
  /** Behind what belongs together. */
  readonly card: string;
  readonly text: string;
  /** Text of less weight. */
  readonly soft: string;
  /** Between things; decoration, which nobody needs to see. */
  readonly line: string;
  /** In a field for input. */
  readonly field: string;
  /** Around a field for input. */
  readonly fieldLine: string;
  /** Fills buttons. */
  readonly filled: string;
  /** Fills a button under the pointer. */
  readonly filledHover: string;
  readonly onFilled: string;
  readonly link: string;
  /** The ring around what has the focus. */
  readonly focus: string;
  readonly good: string;
  readonly goodGround: string;
  readonly warning: string;
  readonly warningGround: string;
  readonly danger: string;
  readonly dangerGround: string;
}

/** The colours of light pages. */
export const LIGHT: Scheme = {
  ground: grey[1],
  card: '#ffffff',
  text: grey[9],
  soft: grey[6],
  line: grey[3],
  field: '#ffffff',
  fieldLine: grey[5],
  filled: primary[FILLED_SHADE.light],
  filledHover: primary[8],
  onFilled: '#ffffff',
  link: primary[7],
  focus: primary[6],
  good: good[7],
  goodGround: good[0],
  warning: warning[7],
  warningGround: warning[0],
  danger: danger[7],
  dangerGround: danger[0],
};

/** The colours of dark pages. */
export const DARK: Scheme = {
  ground: dark[8],
  card: dark[7],
  text: dark[0],
  soft: dark[2],
  line: dark[5],
  field: dark[8],
  fieldLine: dark[3],
  filled: primary[FILLED_SHADE.dark],
  filledHover: primary[7],
  onFilled: '#ffffff',
  link: primary[3],
  focus: primary[4],
  good: good[2],
  goodGround: good[9],
  warning: warning[2],
  warningGround: warning[9],
  danger: danger[2],
  dangerGround: danger[9],
};

/** Radii of corners: marks, fields and buttons, cards. */
export const RADIUS = { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.875rem', xl: '1.5rem' } as const;

/** Distances. */
export const SPACING = { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' } as const;

/** Fonts that the reader's machine has: none is loaded. */
export const FONTS = {
  text: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  code: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', 'Noto Sans Mono', 'Liberation Mono', monospace",
} as const;

/** Sizes of text. */
export const FONT_SIZES = { xs: '0.75rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.375rem', code: '1.5rem' } as const;

/** Heights of lines, in proportion to the size of the text. */
export const LINE_HEIGHTS = { heading: '1.25', text: '1.5' } as const;

/** The least height of what is pressed or typed into, so that a finger finds it. */
export const TARGET_HEIGHT = '2.75rem';

/** The greatest width of a page's card. */
export const CARD_WIDTH = '26rem';
