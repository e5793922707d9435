import { messageOf } from '../api/errors.ts';

/** Tells of something that was done, beside whatever is shown. Loaded when there is something to tell. */
export async function notify(message: string): Promise<void> {
  const { show } = await import('./notifications.tsx');
  show(message);
}

/** Tells why something failed, if it does: for what has no place of its own to say it. */
export const tellFailure = (doing: Promise<unknown>): void => void doing.catch((error: unknown) => notify(messageOf(error)));
