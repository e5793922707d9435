import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { COLOURS, DARK, FILLED_SHADE, LIGHT, type Scheme } from '../../src/http/pages/design-tokens.ts';

/** Relative luminance of a colour such as #0b57b0 (WCAG 2.2). */
function luminanceOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2). */
function contrastOf(one: string, other: string): number {
  const [lighter, darker] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

type Pair = readonly [keyof Scheme, keyof Scheme];
/** Text, and what may be behind it. */
const TEXT: readonly Pair[] = [
  ...(['text', 'soft', 'link', 'good', 'warning', 'danger'] as const).flatMap((text): Pair[] => [
    [text, 'ground'],
    [text, 'card'],
    [text, 'field'],
  ]),
  ['onFilled', 'filled'],
  ['onFilled', 'filledHover'],
  ...(['good', 'warning', 'danger'] as const).flatMap((text): Pair[] => [
    [text, `${text}Ground`],
    ['text', `${text}Ground`],
  ]),
];
/** What shows where something is, and what is beside it. */
const EDGES: readonly Pair[] = (['fieldLine', 'focus'] as const).flatMap((edge): Pair[] => [
  [edge, 'ground'],
  [edge, 'card'],
  [edge, 'field'],
]);

it('measures contrast as WCAG does', () => {
  expect(contrastOf('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('of %s pages', (name, scheme) => {
  it.each(TEXT)('%s is well read on %s', (text, ground) => {
    expect(contrastOf(scheme[text], scheme[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(EDGES)('%s is well seen beside %s', (edge, ground) => {
    expect(contrastOf(scheme[edge], scheme[ground])).toBeGreaterThanOrEqual(3);
  });

  it('white text is well read on buttons of every colour', () => {
    const shade = FILLED_SHADE[name as 'light' | 'dark'];
    for (const colour of ['primary', 'good', 'warning', 'danger'] as const)
      expect([colour, contrastOf('#ffffff', COLOURS[colour][shade]) >= 4.5]).toEqual([colour, true]);
  });
});

it('every colour has ten shades, from the lightest to the darkest', () => {
  for (const shades of Object.values(COLOURS)) {
    expect(shades.filter((shade) => /^#[0-9a-f]{6}$/.test(shade))).toHaveLength(10);
    const luminances = shades.map(luminanceOf);
    expect(luminances).toEqual([...luminances].sort((a, b) => b - a));
  }
});

it('the tokens import nothing', () => {
  expect(readFileSync(new URL('../../src/http/pages/design-tokens.ts', import.meta.url), 'utf8')).not.toMatch(/^import /m);
});
