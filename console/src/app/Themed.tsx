// in a layer, so that it does not matter when they come: what the console says by itself is always stronger
import '@mantine/core/styles.layer.css';
import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';

/**
 * Gives the components that are in it the look of the console. Their variables are in a style sheet, and whether they are light or
 * dark is chosen for the whole document.
 */
export const Themed = ({ children }: { children: ReactNode }) => (
  <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} getRootElement={() => undefined}>
    {children}
  </MantineProvider>
);
