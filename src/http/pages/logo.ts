import { COLOURS } from './design-tokens.ts';

/**
 * Our own logo as SVG: a registry that is open at one place, and the client that comes to it. It says nothing that the name beside
 * it does not, so it is hidden from screen readers.
 */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
<rect width="32" height="32" rx="9" fill="${COLOURS.primary[7]}"/>
<path d="M20.6 10.6a7.4 7.4 0 1 0 0 10.8" fill="none" stroke="#ffffff" stroke-width="3.4" stroke-linecap="round"/>
<circle cx="22.6" cy="16" r="2.9" fill="${COLOURS.warning[3]}"/>
</svg>`;
