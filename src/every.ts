/**
 * Does something again and again, never twice at once.
 * @param report told when it fails; it is done again all the same
 * @returns what ends it, once what is under way is done
 */
export function every(milliseconds: number, work: () => Promise<void>, report: (error: unknown) => void): { stop(): Promise<void> } {
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= work()
      .catch(report)
      .finally(() => {
        underWay = undefined;
      });
  }, milliseconds).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
