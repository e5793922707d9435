import { convertCssVariables, DEFAULT_THEME, deepMerge, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import { cssVariables, theme } from './src/app/theme.ts';

const merged = mergeMantineTheme(DEFAULT_THEME, theme);
const schemes = { variables: {}, light: { '--mantine-color-scheme': 'light' }, dark: { '--mantine-color-scheme': 'dark' } };

/** The variables of the component library as a style sheet, which every browser would otherwise compute at each visit. */
export const VARIABLES = convertCssVariables([cssVariables(merged), schemes].reduce(deepMerge, defaultCssVariablesResolver(merged)));
