/** Where the console is: its own address, with a slash at the end. */
export const HERE = new URL('.', document.baseURI).href;

/** What the page says about the gateway that serves it. */
const said = (name: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content.trim() || undefined;

/** The issuer (RFC 8414, section 2), which is the address at which the gateway wants to be asked. */
export const ISSUER = said('issuer') ?? HERE.replace(/\/$/, '');

/** What the registry is called here. */
export const BRAND = said('brand') ?? 'Clientele';

/** Where its logo is. */
export const LOGO = said('brand-logo') ?? `${HERE}icon.svg`;

/** The path under which the console is, without a slash at the end. */
export const BASE_PATH = new URL(HERE).pathname.replace(/\/$/, '');
