import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { digestOf } from '../shared/secrets.ts';
import { OauthArtifact } from './artifact.entity.ts';
import { conceal, type Identifier, isHandle, ownerOf, reveal } from './artifact.rules.ts';
import { applicationOf, currentRequest, type Environment, userIdOf } from './environment.ts';
import { fromGrantId, toGrantId } from './grant-id.ts';
import { checkLength } from './parameters.ts';
import { pending } from './redemption.ts';
import { requireCurrentPassword } from './session.ts';
import { countStart } from './throttle.ts';

/** Requests in which an identifier may come from what we have stored ourselves, and so be a handle. */
const INNER_ROUTES = ['resume', 'device_resume', 'code_verification'];
/** What a token request redeems; it is marked when the token is stored, in the same transaction. */
const REDEEMED_FOR_TOKENS = ['AuthorizationCode', 'DeviceCode'];

/** The requests that came with a session that there is. */
const continued = new WeakSet<object>();

/** Whether the provider stores a new artifact, and not another state of one that is there. */
function isBegun({ kind, result }: AdapterPayload): boolean {
  const request = currentRequest();
  if (kind === 'Session') return request !== undefined && !continued.has(request);
  if (kind === 'Interaction') return result === undefined;
  if (kind === 'DeviceCode') return request?.oidc?.route === 'device_authorization';
  return kind === 'PushedAuthorizationRequest';
}

/** Everything of the provider that is neither client, grant nor token. */
export function artifactAdapter(environment: Environment, kind: string): Adapter {
  const { store } = environment;
  const digestFor = (id: string) => (isHandle(id) ? id.slice(1) : digestOf(`${kind} ${id}`));
  const secondDigestFor = (id: string) => digestOf(`${kind} second ${id}`);

  const find = async (by: Identifier): Promise<AdapterPayload | undefined> => {
    const table = store.table(OauthArtifact);
    const found = await store
      .read(true)
      .selectFrom('oauth_artifact as x')
      .where((eb) => ('id' in by ? eb('x.digest', '=', digestFor(by.id)) : eb('x.second_digest', '=', secondDigestFor(by.second))))
      .where('x.kind', '=', kind)
      .select(table.select('x'))
      .executeTakeFirst();
    if (!found) return undefined;
    const request = currentRequest();
    if (kind === 'Session' && request) continued.add(request);
    const { payload, digest, consumedAt, familyId } = table.row(found);
    const revealed = reveal(payload, { ...by, digest }) as AdapterPayload;
    if (consumedAt) revealed.consumed = Math.floor(consumedAt.getTime() / 1000);
    if (familyId !== null && revealed.grantId) revealed.grantId = toGrantId({ ...fromGrantId(revealed.grantId), familyId });
    return revealed;
  };

  return {
    upsert: async (id, payload, expiresIn = 0) => {
      const table = store.table(OauthArtifact);
      const digest = digestFor(id);
      const second = payload.uid ?? payload.userCode;
      const { client, session } = currentRequest()?.oidc ?? {};
      const owner = ownerOf(payload);
      const userId = owner === undefined ? null : userIdOf(owner);
      if (userId === null) {
        checkLength(payload);
        if (isBegun(payload)) countStart(environment, kind);
      }
      const handleOf = (name: string, inner: string) => `#${digestOf(`${name} ${inner}`)}`;
      const values = {
        kind,
        digest,
        secondDigest: second === undefined ? undefined : secondDigestFor(second),
        payload: conceal(payload, { id, digest, handleOf }),
        // said when it is made; later requests may be without their client
        applicationId: payload.clientId && client ? applicationOf(client).databaseId : undefined,
        userId,
        expiresAt: new Date(Date.now() + expiresIn * 1000),
      };
      const { kind: _, digest: __, ...changed } = values;
      await store.write(async ({ db }) => {
        await db
          .insertInto('oauth_artifact')
          .values(table.values({ ...values, consumedAt: null, familyId: null }))
          .onConflict((conflict) => conflict.column('digest').doUpdateSet(table.values(changed)))
          .execute();
        if (values.userId !== null && REDEEMED_FOR_TOKENS.includes(kind))
          await requireCurrentPassword(environment, db, { session, userId: values.userId });
      });
    },
    find: async (id) => (isHandle(id) && !INNER_ROUTES.includes(currentRequest()?.oidc.route ?? '') ? undefined : find({ id })),
    findByUid: (uid) => find({ second: uid, name: 'uid' }),
    findByUserCode: (userCode) => find({ second: userCode, name: 'userCode' }),
    consume: async (id) => {
      const digest = digestFor(id);
      if (REDEEMED_FOR_TOKENS.includes(kind)) {
        pending().redeemable = { artifact: digest };
        return;
      }
      const isFirst = await store.write(async ({ db }) => {
        const { numUpdatedRows } = await db
          .updateTable('oauth_artifact')
          .set({ consumed_at: new Date() })
          .where('digest', '=', digest)
          .where('consumed_at', 'is', null)
          .executeTakeFirstOrThrow();
        return numUpdatedRows > 0n;
      });
      if (!isFirst) throw new errors.InvalidRequestUri('request_uri was already used');
    },
    destroy: async (id) => {
      await store.write(({ db }) => db.deleteFrom('oauth_artifact').where('digest', '=', digestFor(id)).execute());
    },
    // codes are redeemed once; what they were redeemed for goes with the tokens
    revokeByGrantId: async () => {},
  };
}
