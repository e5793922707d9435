import { errors } from 'oidc-provider';
import { digestOf } from '../shared/secrets.ts';
import { OauthArtifact } from './artifact.entity.ts';
import type { Environment } from './environment.ts';

/** Seconds from one request of a device to its next (RFC 8628, section 3.2). */
export const POLLING_INTERVAL = 5;
/** Seconds by which that grows whenever a device does not wait so long (RFC 8628, section 3.5). */
const MORE = 5;
/** Milliseconds by which a request may come early: a device's clock and the network are not exact. */
const TOLERANCE = 500;
/** What a row is called that keeps how a device asks. It is not part of the code's own row, which the user's steps rewrite. */
const KIND = 'DevicePolling';

/** A device code as the provider has it. */
export interface DeviceCode {
  readonly jti: string;
  /** Seconds since 1970. */
  readonly exp: number;
  readonly clientId: string;
  readonly accountId?: string;
  readonly error?: string;
  readonly isExpired: boolean;
}

/** What is kept of a device's requests. */
type Polling = {
  /** Seconds that it has to wait. */
  readonly interval: number;
  /** Milliseconds since 1970 of its latest request, early or not; 0 before the first. */
  readonly latest: number;
};

/**
 * Notes that a device asks whether its user has said yes or no, which they have not.
 * @throws {errors.SlowDown} if it has not waited long enough since it asked before, through whichever process
 */
export async function notePolling({ store }: Environment, { jti, exp }: DeviceCode): Promise<void> {
  const table = store.table(OauthArtifact);
  const digest = digestOf(`${KIND} ${jti}`);
  const first: Polling = { interval: POLLING_INTERVAL, latest: 0 };
  const row = { kind: KIND, digest, payload: { ...first }, expiresAt: new Date(exp * 1000) };
  const { isEarly, interval } = await store.write(async ({ db }) => {
    const raw = await db
      .insertInto('oauth_artifact')
      .values(table.values(row))
      // changes nothing, but lets requests at the same time look at the row one after the other
      .onConflict((conflict) => conflict.column('digest').doUpdateSet({ kind: KIND }))
      .returning(table.select('oauth_artifact'))
      .executeTakeFirstOrThrow();
    const before = table.row(raw).payload as Polling;
    const latest = Date.now();
    const isEarly = latest - before.latest < before.interval * 1000 - TOLERANCE;
    const after: Polling = { interval: before.interval + (isEarly ? MORE : 0), latest };
    const changed = table.values({ payload: { ...after } });
    await db.updateTable('oauth_artifact').set(changed).where('digest', '=', digest).execute();
    return { isEarly, interval: after.interval };
  });
  // thrown when it is stored: inside, it would take back what has been noted
  if (isEarly) throw new errors.SlowDown(`the device asks too often: it has to wait ${interval} seconds from one request to the next`);
}
