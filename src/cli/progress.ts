/** Shows how far long work is: on a terminal as it goes, elsewhere at its end alone. */
export function progress(what: string) {
  const isTerminal = process.stderr.isTTY;
  return {
    tell: (count: number): void => {
      if (isTerminal) process.stderr.write(`\r${count} ${what}`);
    },
    end: (count: number): void => {
      if (isTerminal) process.stderr.write('\r');
      process.stdout.write(`${count} ${what}\n`);
    },
  };
}
