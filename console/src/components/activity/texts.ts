import type { ActivityOperation } from '../../api/generated/graphql.ts';

/** What entries of activity say. */
export const texts = {
  nobody: 'Somebody unknown',
  did: {
    ADD_MEMBER: 'gave a role in',
    ADD_SECRET: 'added a client secret to',
    CREATE: 'created',
    DELETE: 'deleted',
    DELETE_SECRET: 'deleted a client secret of',
    ISSUE_TOKEN: 'was issued a token of',
    REMOVE_MEMBER: 'removed a member from',
    REVOKE_TOKEN: 'revoked tokens of',
    ROTATE_SECRET: 'rotated the client secret of',
    UPDATE: 'changed',
    WARN_OF_LOGINS: 'Many wrong passwords were tried for',
  } satisfies Record<ActivityOperation, string> as Readonly<Record<string, string>>,
  /** What an operation is called that this console does not know yet. */
  other: (operation: string) => operation.toLowerCase().replaceAll('_', ' '),
  changes: (count: number) => (count === 1 ? '1 change' : `${count} changes`),
  field: 'Field',
  before: 'Before',
  after: 'After',
  none: 'none',
};
