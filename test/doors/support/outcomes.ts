import type { Reply } from './rest.ts';

/** What can become of a request, in whatever words. */
export type Outcome = 'allowed' | 'FORBIDDEN' | 'NOT_FOUND' | 'UNAUTHENTICATED' | `unknown: ${string}`;

export type Door = 'awx' | 'venafi' | 'easir';

const unknown = ({ status, text }: Reply): Outcome => `unknown: ${status} ${text.slice(0, 200)}`;

/** What an answer means in the words of each door. An empty list is one that has not found what it was asked for. */
export const OUTCOMES: Readonly<Record<Door, (reply: Reply) => Outcome>> = {
  awx: (reply) => {
    const { status, body } = reply;
    if (status >= 200 && status < 300) return body?.count === 0 ? 'NOT_FOUND' : 'allowed';
    // of what is named in a body, AWX says that there is no such object
    if (status === 400 && Object.keys(body ?? {}).some((field) => ['organization', 'application'].includes(field))) return 'NOT_FOUND';
    return ({ 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' } as const)[status] ?? unknown(reply);
  },
  venafi: (reply) => {
    const { status, body } = reply;
    if (status === 200 && body?.Success === true) return 'allowed';
    if (status === 200 && body?.Result === 2) return 'NOT_FOUND';
    if (status === 200 && body?.Result === 9) return 'FORBIDDEN';
    if (status === 401) return body?.error === 'insufficient_rights' ? 'FORBIDDEN' : 'UNAUTHENTICATED';
    return status === 403 && body?.error === 'insufficient_scope' ? 'FORBIDDEN' : unknown(reply);
  },
  easir: (reply) => {
    const { status } = reply;
    if (status >= 200 && status < 300) return 'allowed';
    return ({ 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' } as const)[status] ?? unknown(reply);
  },
};
