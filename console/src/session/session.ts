import { HERE, ISSUER } from './place.ts';
import { type Attempt, begin, finish, LoginRequired, logInSilently, logoutUrl, revoke, type Tokens } from './protocol.ts';

/** What has to be done before anything can be asked. */
export type SessionState =
  /** There is a token, or will be without a question. */
  | 'open'
  /** The session has ended; whoever was here may log in again in place. */
  | 'ended'
  /** Somebody else has logged in meanwhile, whose rights are others. */
  | 'changed';

const ATTEMPT = 'clientele.login';
/** The name of the window in which one logs in again. */
const WINDOW = 'clientele-login';
/** Milliseconds before its end at which a token is no longer used. */
const MARGIN = 30_000;

let tokens: Tokens | undefined;
/** Who has logged in here, also once they have no token any more. */
let subject: string | undefined;
let renewing: Promise<Tokens> | undefined;
let state: SessionState = 'open';
const reopen: (() => void)[] = [];
const listeners = new Set<() => void>();
const channel = new BroadcastChannel('clientele-session');

function keep(given: Tokens): void {
  tokens = given;
  subject = given.subject;
}

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Tells when the state changes. @returns what ends that */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What has to be done before anything can be asked. */
export const sessionState = (): SessionState => state;

/** A store that a private window or a setting may refuse. */
const stored = {
  set: (value: object) => {
    try {
      sessionStorage.setItem(ATTEMPT, JSON.stringify(value));
    } catch {
      // without it the session that the login opens is enough
    }
  },
  take: (): (Omit<Attempt, 'url'> & { returnTo: string }) | undefined => {
    try {
      const text = sessionStorage.getItem(ATTEMPT);
      sessionStorage.removeItem(ATTEMPT);
      return text ? JSON.parse(text) : undefined;
    } catch {
      return undefined;
    }
  },
};

/** Leaves for the page on which one logs in, and comes back to where one was. */
async function leaveToLogIn(): Promise<never> {
  const { url, ...attempt } = await begin();
  stored.set({ ...attempt, returnTo: location.href });
  location.assign(url);
  // the page goes away
  return new Promise(() => {});
}

/** Whether this is where a login ends. */
const isCallback = () => location.href.startsWith(`${HERE}callback`);

/** Makes of the answer of the authorization server, with which one comes back, tokens; or of its session. */
async function comeBack(): Promise<Tokens> {
  const answered = new URL(location.href);
  const attempt = stored.take();
  const returnTo = attempt?.returnTo.startsWith(HERE) && !attempt.returnTo.startsWith(`${HERE}callback`) ? attempt.returnTo : HERE;
  history.replaceState(null, '', returnTo);
  return attempt && answered.searchParams.has('code') ? finish(attempt, answered) : logInSilently();
}

/** Whether this window was opened for a login alone, which has ended here; then it says so, and closes. */
export function isLoginWindow(): boolean {
  if (window.name !== WINDOW || !isCallback()) return false;
  channel.postMessage('logged in');
  window.close();
  return true;
}

async function open(): Promise<Tokens> {
  if (!window.isSecureContext) throw new Error('The console needs https, or an address of this machine, such as http://localhost.');
  const { origin } = new URL(ISSUER);
  if (origin !== location.origin) {
    location.replace(origin + location.pathname + location.search);
    return new Promise(() => {});
  }
  try {
    const first = await (isCallback() ? comeBack() : logInSilently());
    keep(first);
    return first;
  } catch (error) {
    if (!(error instanceof LoginRequired)) throw error;
    return leaveToLogIn();
  }
}

/**
 * Opens the session at the start of the console; whoever wants a token meanwhile waits for it. Where this is what a login comes
 * back to, the address is at once the one that was left. Resolves once there is a token; leaves for the login page where there is
 * no session to make one of.
 */
export const openSession = async (): Promise<void> => void (await once(open));

/** Waits until somebody has logged in again. */
async function untilReopened(): Promise<Tokens> {
  become('ended');
  await new Promise<void>((resolve) => reopen.push(resolve));
  return renew();
}

async function renew(): Promise<Tokens> {
  try {
    const next = await logInSilently();
    if (subject !== undefined && next.subject !== subject) {
      await revoke(next);
      become('changed');
      return new Promise(() => {});
    }
    keep(next);
    become('open');
    return next;
  } catch (error) {
    if (!(error instanceof LoginRequired)) throw error;
    return untilReopened();
  }
}

const once = (begin: () => Promise<Tokens>): Promise<Tokens> => {
  renewing ??= begin().finally(() => {
    renewing = undefined;
  });
  return renewing;
};

/**
 * The access token to ask with. Waits until there is one: also while somebody logs in again in place.
 * @param refused a token that was refused, so that it is not taken again
 */
export async function accessToken(refused?: string): Promise<string> {
  const isUsable = tokens && tokens.accessToken !== refused && tokens.expiresAt - MARGIN > Date.now();
  return (isUsable ? (tokens as Tokens) : await once(renew)).accessToken;
}

/** Opens a window to log in again; what was begun here stays. @returns false where the browser refuses windows */
export async function logInAgain(): Promise<boolean> {
  // at once, because a browser only trusts a window that follows a click
  const opened = window.open('about:blank', WINDOW, 'popup,width=520,height=720');
  if (!opened) return false;
  const { url } = await begin();
  opened.location.href = url.href;
  return true;
}

/** Ends the session, here and with the authorization server, and tells the other tabs. */
export async function logOut(): Promise<void> {
  const last = tokens;
  tokens = undefined;
  if (last) await revoke(last);
  channel.postMessage('logged out');
  location.assign(logoutUrl(last?.idToken));
}

channel.addEventListener('message', ({ data }) => {
  if (data === 'logged in' && state === 'ended') {
    for (const open of reopen.splice(0)) open();
  }
  if (data === 'logged out' && tokens) {
    tokens = undefined;
    void once(untilReopened);
  }
});
