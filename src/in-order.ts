/** Milliseconds after which it is worth a word what has not ended yet. */
const LONG = 10_000;

/**
 * Takes steps one after the other.
 * @param tell told which it is, once, if one takes long: whoever waits for a process to end sees only that it does not
 */
export async function inOrder(
  steps: Readonly<Record<string, () => Promise<unknown>>>,
  tell: (name: string) => void,
  milliseconds = LONG,
): Promise<void> {
  for (const [name, step] of Object.entries(steps)) {
    const timer = setTimeout(tell, milliseconds, name);
    try {
      await step();
    } finally {
      clearTimeout(timer);
    }
  }
}
