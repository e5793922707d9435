import { convertCssVariables, DEFAULT_THEME, deepMerge, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import { DARK, LIGHT, type Scheme } from '../src/http/pages/design-tokens.ts';
import { theme } from './src/app/theme.ts';

/** The colours that the component library would choose by rules of its own. */
const variablesOf = (name: 'light' | 'dark', scheme: Scheme) => ({
  '--mantine-color-scheme': name,
  '--mantine-color-body': scheme.card,
  '--mantine-color-text': scheme.text,
  '--mantine-color-dimmed': scheme.soft,
  '--mantine-color-anchor': scheme.link,
  '--mantine-color-error': scheme.danger,
  '--mantine-color-placeholder': scheme.soft,
  '--mantine-color-default-border': scheme.line,
  '--input-bd': scheme.fieldLine,
  '--ground': scheme.ground,
  '--focus': scheme.focus,
  '--good': scheme.good,
  '--warning': scheme.warning,
  '--danger': scheme.danger,
});

const byLibrary = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
const own = { variables: {}, light: variablesOf('light', LIGHT), dark: variablesOf('dark', DARK) };

/** The variables of the component library as a style sheet, which every browser would otherwise compute at each visit. */
export const VARIABLES = convertCssVariables(deepMerge(byLibrary, own));
