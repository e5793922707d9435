/** Tells of something that was done, beside whatever is shown. Loaded when there is something to tell. */
export async function notify(message: string): Promise<void> {
  const { show } = await import('./notifications.tsx');
  show(message);
}
