/**
 * Shows how far long work is: on a terminal as it goes, elsewhere at its end alone.
 * @param say what there is to say of a number
 */
export function progress(say: (count: number) => string) {
  const isTerminal = process.stderr.isTTY;
  return {
    tell: (count: number): void => {
      if (isTerminal) process.stderr.write(`\r${say(count)}`);
    },
    end: (count: number): void => {
      if (isTerminal) process.stderr.write('\r');
      process.stdout.write(`${say(count)}\n`);
    },
  };
}
