import type { Context } from '../query/context.ts';
import { refuse, type UserError, UserErrorCode } from '../shared/user-errors.ts';
import { readsEverything } from '../shared/viewer.ts';
import { Turns } from './queue.ts';

/** What the descriptions of such fields say of it. */
export const CHOICES =
  'How often you are told that it is `TAKEN` by what you may not read is limited (`LIMIT_TAKEN`): then `LIMIT_EXCEEDED`.';

/** The choices of one viewer come one after the other, so that many at once are no way around the limit. */
const turns = new Turns(100);

interface Answered {
  readonly userErrors: readonly UserError[];
}

/** What is chosen that nobody else may have. */
export interface Choice {
  /** The field of the input. */
  readonly field: string;
  /** Whether the viewer may read what has it. @param field path of the one that is taken */
  readonly isReadable: (field: readonly string[]) => Promise<boolean> | boolean;
}

/**
 * Runs a mutation in which a name is chosen that is unique among all, whatever the viewer may read. That it is taken tells
 * of what the viewer may not see, so there are few such answers in an hour; after them no further choice is looked at.
 * @param choice undefined if nothing is chosen
 */
export async function choosing<Payload extends Answered>(
  { limiter, viewer }: Context,
  choice: Choice | undefined,
  mutation: () => Promise<Payload>,
): Promise<Payload> {
  if (!choice || !limiter || readsEverything(viewer)) return mutation();
  const subject = { limit: 'taken', key: String(viewer.userId) } as const;
  return turns.run(subject.key, async () => {
    const refused = await limiter.check([subject]);
    if (refused) {
      const minutes = Math.ceil(refused.wait / 60);
      const message = `Too many that you tried were taken. Try again in ${minutes} minutes.`;
      return { userErrors: refuse('LIMIT_EXCEEDED', choice.field, message).userErrors } as Payload;
    }
    const payload = await mutation();
    for (const { code, field } of payload.userErrors) {
      if (code === UserErrorCode.TAKEN && field[0] === choice.field && !(await choice.isReadable(field))) await limiter.take([subject]);
    }
    return payload;
  });
}
