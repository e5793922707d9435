/** What a worker asks its leader by, and the leader answers by, one turn of its event loop later. */
export const TURN = 'turn';

/**
 * Waits, in a worker, for a turn of its leader, who takes all connections and hands them to workers: what the leader has handed to
 * this one by then is here, because messages come in order.
 */
export function turnOfLeader(): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) return resolve();
    const end = () => {
      process.off('message', end).off('disconnect', end);
      resolve();
    };
    process.on('message', end).on('disconnect', end);
    process.send?.(TURN);
  });
}
