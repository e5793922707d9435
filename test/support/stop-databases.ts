/** Stops what `startDatabases` has started. */
export default async function stopDatabases(): Promise<void> {
  await globalThis.stopTestDatabases?.();
}
