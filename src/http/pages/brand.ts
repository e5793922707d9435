import { hash } from 'node:crypto';
import { html, Markup } from './html.ts';
import { type Logo, OWN_LOGO } from './logo.ts';

/** Where the logo is. */
export const LOGO_PATH = '/brand/logo';

/** As whose pages people see all pages. */
export interface Brand {
  readonly name: string;
  /** The logo as it stands beside the name. */
  readonly mark: Markup;
  /** The address of the logo: another one for another logo. */
  readonly icon: string;
  readonly logo: Logo;
}

/**
 * Makes a brand.
 * @param given its logo, by default our own
 * @param base the path at which browsers see the gateway, with a slash at its end
 */
export function createBrand(name: string, given: Logo | undefined, base: string): Brand {
  const logo: Logo = given ?? { type: 'image/svg+xml', content: Buffer.from(OWN_LOGO) };
  const icon = `${base}${LOGO_PATH.slice(1)}?${hash('sha256', logo.content, 'base64url').slice(0, 8)}`;
  return { name, icon, logo, mark: given ? html`<img src="${icon}" alt="" height="32">` : new Markup(OWN_LOGO) };
}
