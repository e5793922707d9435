import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { COLOURS, FILLED_SHADE, FONTS, RADIUS, type Shades, SPACING } from '../../../src/http/pages/design-tokens.ts';

const shades = (of: Shades): MantineColorsTuple => [...of];

/** The look of the console: that of the pages on which one logs in, in the words of the component library. */
export const theme = createTheme({
  primaryColor: 'primary',
  primaryShade: FILLED_SHADE,
  colors: {
    primary: shades(COLOURS.primary),
    green: shades(COLOURS.good),
    yellow: shades(COLOURS.warning),
    red: shades(COLOURS.danger),
    gray: shades(COLOURS.grey),
    dark: shades(COLOURS.dark),
  },
  defaultRadius: 'md',
  radius: RADIUS,
  spacing: SPACING,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: FONTS.text,
  fontFamilyMonospace: FONTS.code,
  components: {
    // what it says is short, and never cut
    Badge: { defaultProps: { miw: 'max-content' } },
    Modal: { defaultProps: { styles: { title: { fontWeight: 600, lineHeight: 1.3 } } } },
    // who has no mouse scrolls it by keys
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
  },
});
