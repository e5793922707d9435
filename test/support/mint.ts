import type { Application } from '../../src/applications/application.entity.ts';
import { applicationById } from '../../src/applications/application.loaders.ts';
import type { Row } from '../../src/query/tables.ts';
import { issueToken } from '../../src/tokens/token.service.ts';
import type { Gateway } from './gateway.ts';
import type { Made } from './world.ts';

/** What a token is to be: whose, of which application, for how long. */
export interface Wanted {
  /** Absent for a personal token. */
  readonly application?: Made;
  /** Absent for a token that a client has got for itself. */
  readonly user?: Made;
  readonly scopes?: readonly string[];
  /** Seconds; negative for one that has expired already. */
  readonly expiresIn?: number;
}

/** Issues a token as the authorization server does, past the checks that a person who asks for one meets. */
export async function mint({ operator }: Gateway, { application, user, scopes = ['write'], expiresIn = 3600 }: Wanted) {
  const context = { ...operator, loaders: new Map() };
  const row = application ? ((await applicationById(context).load(application.databaseId)) as Row<Application>) : null;
  return issueToken(context, { application: row, userId: user?.databaseId ?? null, scopes, description: '', expiresIn });
}
