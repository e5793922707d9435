import { aspNet } from './aspnet.ts';
import { authlib } from './authlib.ts';
import { curl } from './curl.ts';
import { goOauth2 } from './go.ts';
import { openidClient } from './openid-client.ts';
import { springSecurity } from './spring.ts';
import type { ConnectValues } from './values.ts';

/** With what a client can be made. */
const SNIPPETS = {
  curl,
  'openid-client': openidClient,
  spring: springSecurity,
  go: goOauth2,
  authlib,
  aspnet: aspNet,
};

/** What a client can be made with. */
export type Tool = keyof typeof SNIPPETS;

/** Every tool, in the order in which they are offered. */
export const TOOLS = Object.keys(SNIPPETS) as Tool[];

/**
 * A program, or the settings of one, that gets a token as an application; its secret comes from the environment as
 * `CLIENT_SECRET`. Whatever the values are, they stay values.
 * @returns nothing where the tool cannot do what is wanted
 */
export const snippet = (tool: Tool, values: ConnectValues): string | undefined => SNIPPETS[tool](values);
