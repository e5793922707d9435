import { errors, type KoaContextWithOIDC } from 'oidc-provider';

/** Why, and when to come back. */
interface Refusal {
  /** 429 (RFC 6585, section 4) or 503 (RFC 9110, section 15.6.4). */
  readonly status: number;
  readonly message: string;
  /** Seconds to wait. */
  readonly retryAfter?: number | undefined;
}

/** An OAuth error that says when to come back. It is shown where it happens, and sends nobody back to a client. */
export class ComeBackLater extends errors.OIDCProviderError {
  /** @param error its code (RFC 6749, section 5.2) */
  constructor(ctx: KoaContextWithOIDC, error: string, { status, message, retryAfter = 1 }: Refusal) {
    super(status, error);
    this.error_description = message;
    this.expose = true;
    this.allow_redirect = false;
    ctx.set('retry-after', String(retryAfter));
  }
}
