/**
 * Shows how far long work is: on a terminal as it goes, elsewhere at its end alone.
 * @param say what there is to say of a number
 * @param words where it is said at the end; nowhere if null
 */
export function progress(say: (count: number) => string, words: NodeJS.WritableStream | null) {
  const isTerminal = process.stderr.isTTY;
  return {
    update: (count: number): void => {
      if (isTerminal) process.stderr.write(`\r${say(count)}`);
    },
    end: (count: number): void => {
      if (isTerminal) process.stderr.write('\r');
      words?.write(`${say(count)}\n`);
    },
  };
}
