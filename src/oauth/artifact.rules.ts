/** By what an artifact is found: its identifier, or its second one. */
export type Identifier = { readonly id: string } | { readonly second: string; readonly name: 'uid' | 'userCode' };

/** Stands in a stored payload wherever the artifact's own identifier stood; no request can foresee it. */
const self = (digest: string) => `~${digest}~`;
/** Where payloads name other artifacts, and of which kind those are. */
const REFERENCES: Readonly<Record<string, string>> = { deviceCode: 'DeviceCode', parJti: 'PushedAuthorizationRequest' };

/** Whose a payload is: who is logged in. Undefined while it is nobody's. */
export function ownerOf({ accountId, session }: Payload): string | undefined {
  return accountId ?? session?.accountId;
}

/** What tells whose a payload is. */
interface Payload {
  readonly accountId?: string | undefined;
  readonly session?: { readonly accountId?: string } | undefined;
}

/** A handle stands for an artifact whose identifier is not known: its digest, behind a sign that no identifier has. */
export const isHandle = (id: string): boolean => id.startsWith('#');

/**
 * What is kept of a payload: nothing in it lets anybody use this artifact or another one.
 * @param id the identifier of the artifact
 * @param digest of the identifier
 * @param handleOf makes the handle of another artifact
 */
export function conceal(
  payload: object,
  { id, digest, handleOf }: { id: string; digest: string; handleOf: (kind: string, id: string) => string },
): Record<string, unknown> {
  const { userCode: _, ...kept } = payload as Record<string, unknown>;
  for (const [name, kind] of Object.entries(REFERENCES)) {
    const inner = kept[name];
    if (typeof inner === 'string' && !isHandle(inner)) kept[name] = handleOf(kind, inner);
  }
  const session = kept.session as { cookie?: string } | undefined;
  if (session?.cookie) kept.session = { ...session, cookie: undefined };
  return JSON.parse(JSON.stringify(kept).replaceAll(JSON.stringify(id).slice(1, -1), self(digest)));
}

/** A payload as it was, for whoever knows the artifact's identifier; for others with a handle in its place. */
export function reveal(payload: object, by: Identifier & { readonly digest: string }): Record<string, unknown> {
  const id = 'id' in by ? by.id : `#${by.digest}`;
  const revealed = JSON.parse(JSON.stringify(payload).replaceAll(self(by.digest), JSON.stringify(id).slice(1, -1)));
  return 'id' in by ? revealed : { ...revealed, [by.name]: by.second };
}
