import { randomBytes } from 'node:crypto';
import { listUsers } from '../users/user.loaders.ts';
import { createUser, updateUser } from '../users/user.service.ts';
import { askForPassword } from './ask-for-password.ts';
import { findUser } from './find.ts';
import { firstOf, type ListOptions, printList } from './lists.ts';
import { counted } from './numbers.ts';
import { pick } from './pick.ts';
import { print } from './print.ts';
import { readLine } from './read-line.ts';
import { refuseIfAny } from './refuse.ts';
import { asOperator } from './with-store.ts';

/** What `user list` is asked. */
export interface UserListOptions extends ListOptions {
  readonly search?: string;
}

/** What `user create` is asked. */
export interface UserOptions {
  readonly password?: string;
  readonly passwordStdin: boolean;
  readonly email?: string;
  readonly superuser: boolean;
  readonly systemAuditor: boolean;
  readonly json: boolean;
}

/** What `user reset-password` is asked. */
export interface ResetOptions {
  readonly revokeTokens: boolean;
  readonly json: boolean;
}

const FIELDS = [
  ...(['id', 'username', 'firstName', 'lastName', 'email', 'isSuperuser', 'isSystemAuditor'] as const),
  ...(['createdAt', 'modifiedAt', 'version'] as const),
];

/** `clientele user list` */
export function list({ json, limit, search }: UserListOptions): Promise<void> {
  return asOperator(async (context) => {
    const { totalCount, nodes } = await firstOf(limit, (args) => listUsers(context, args, search));
    const shown = nodes.map((node) => pick(node, FIELDS));
    printList(json, { totalCount, nodes: shown }, ({ username, firstName, lastName, email, isSuperuser, isSystemAuditor, createdAt }) => ({
      USERNAME: username,
      NAME: `${firstName} ${lastName}`.trim(),
      'E-MAIL': email,
      SUPERUSER: isSuperuser,
      'SYSTEM AUDITOR': isSystemAuditor,
      CREATED: createdAt,
    }));
  });
}

/** `clientele user create` */
export function create(username: string, options: UserOptions): Promise<void> {
  return asOperator(async (context) => {
    const given = options.passwordStdin ? await readLine('password') : options.password;
    const chosen = given ?? randomBytes(18).toString('base64url');
    const { email, superuser: isSuperuser, systemAuditor: isSystemAuditor } = options;
    const payload = await createUser(context, { username, password: chosen, email, isSuperuser, isSystemAuditor });
    refuseIfAny(payload.userErrors);
    const { user } = payload as Required<typeof payload>;
    const shown = given === undefined ? { password: chosen } : {};
    print(
      options.json,
      { user: pick(user, FIELDS), ...shown },
      () => `Made the user ${user.username}${given === undefined ? `, password ${chosen}` : ''}`,
    );
  });
}

/** `clientele user reset-password` */
export function resetPassword(username: string, { json, revokeTokens }: ResetOptions): Promise<void> {
  return asOperator(async (context) => {
    const { id } = await findUser(context, username);
    const password = await askForPassword(username);
    const payload = await updateUser(context, { id, password, revokeTokens });
    refuseIfAny(payload.userErrors);
    const { user, revokedTokenCount } = payload as Required<typeof payload>;
    const tokens = revokeTokens ? `, and revoked ${counted(revokedTokenCount ?? 0, 'token')}` : '';
    print(
      json,
      { user: pick(user, FIELDS), revokedTokenCount },
      () => `${user.username} has a new password; every session of the user has ended${tokens}`,
    );
  });
}
