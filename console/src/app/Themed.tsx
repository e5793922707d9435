// in a layer, so that it does not matter when they come: what the console says by itself is always stronger
import '@mantine/core/styles.layer.css';
import { MantineProvider } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { colorScheme, subscribe } from '../appearance.ts';
import { theme } from './theme.ts';

/**
 * Gives the components that are in it the look of the console. Their variables are in a style sheet, and whether they are light or
 * dark is chosen for the whole document.
 */
export function Themed({ children }: { children: ReactNode }) {
  // forced, so that the provider neither chooses by itself nor writes down again what another tab has chosen
  const forceColorScheme = useSyncExternalStore(subscribe, colorScheme);
  return (
    <MantineProvider {...{ theme, forceColorScheme }} withCssVariables={false} withGlobalClasses={false} getRootElement={() => undefined}>
      {children}
    </MantineProvider>
  );
}
