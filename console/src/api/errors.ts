import { CombinedGraphQLErrors, ServerError, ServerParseError } from '@apollo/client/errors';

/** What those who use the console are told about requests that failed. */
const texts = {
  away: 'The gateway cannot be reached. Check your connection, then try again.',
  busy: 'The gateway has more to do than it can, or its database does not answer. Try again in a moment.',
  strange: 'The gateway has answered something that the console does not understand. Load the console anew.',
};

/** What is told of an error, in one sentence or two. */
export function messageOf(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) return [...new Set(error.errors.map(({ message }) => message))].join(' ');
  if (ServerError.is(error)) return saidBy(error.bodyText) ?? (error.statusCode >= 500 ? texts.busy : texts.strange);
  if (ServerParseError.is(error)) return error.statusCode >= 500 ? texts.busy : texts.strange;
  // browsers call it what they like, but all of them throw a TypeError (Fetch, section 5.6)
  if (error instanceof TypeError) return texts.away;
  return error instanceof Error ? error.message : String(error);
}

/** What the body of a refusal says, where it is one of the gateway's. */
function saidBy(body: string): string | undefined {
  try {
    const [first] = (JSON.parse(body) as { errors?: { message?: unknown }[] }).errors ?? [];
    return typeof first?.message === 'string' ? first.message : undefined;
  } catch {
    return undefined;
  }
}
