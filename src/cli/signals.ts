/**
 * Does something at the first signal to end, be it of a service manager, of the keyboard or of a terminal that is closed. Further
 * ones change nothing: a signal to all processes of a group comes once by itself and once from whoever passes it on.
 */
export function onceTold(end: () => void): void {
  let isTold = false;
  const tell = () => {
    if (isTold) return;
    isTold = true;
    end();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, tell);
}
