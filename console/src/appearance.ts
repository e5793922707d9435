/** Whether pages are light or dark: as the system is, or as somebody has chosen. */
export type Appearance = 'auto' | 'light' | 'dark';

/** Where it is kept from visit to visit: as the component library has kept it, so that what was chosen before holds. */
const KEY = 'mantine-color-scheme-value';
const CHOICES: readonly unknown[] = ['auto', 'light', 'dark'] satisfies Appearance[];

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let chosen: Appearance = kept();

/** What was chosen at an earlier visit; a private window or a setting may refuse to tell. */
function kept(): Appearance {
  try {
    const found: unknown = localStorage.getItem(KEY);
    return CHOICES.includes(found) ? (found as Appearance) : 'auto';
  } catch {
    return 'auto';
  }
}

function show(): void {
  document.documentElement.dataset['mantineColorScheme'] = colorScheme();
  for (const listener of listeners) listener();
}

/** What is chosen. */
export const choice = (): Appearance => chosen;

/** What pages are, by choice or by the system. */
export const colorScheme = (): 'light' | 'dark' => (chosen === 'auto' ? (darkSystem.matches ? 'dark' : 'light') : chosen);

/** Chooses, for this visit and, where the browser keeps it, for later ones and for the other tabs. */
export function choose(next: Appearance): void {
  chosen = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // then it holds until the page is left
  }
  show();
}

/** Tells when what is chosen, or what pages are, changes. @returns what ends that */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

darkSystem.addEventListener('change', show);
addEventListener('storage', ({ key }) => {
  if (key !== KEY) return;
  chosen = kept();
  show();
});
show();
