import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyaddr from 'proxy-addr';

/** Whether an address is that of a proxy whose `X-Forwarded-For` is believed. @param hop how many proxies are nearer */
export type TrustProxy = (address: string, hop: number) => boolean;

/**
 * Reads which proxies are trusted: `true` for one, `false` for none, a number of them, or their networks.
 * @throws if it is nothing of that
 */
export function trustProxy(text: string): TrustProxy {
  if (/^(true|false|\d{1,2})$/.test(text)) {
    const hops = text === 'true' ? 1 : Number(text) || 0;
    return (_, hop) => hop < hops;
  }
  return proxyaddr.compile(text.split(',').map((network) => network.trim()));
}

/** Whether `trustProxy` can read it. */
export function isTrustProxy(text: string): boolean {
  try {
    trustProxy(text);
    return true;
  } catch {
    return false;
  }
}

/** One spelling for every address: without port, brackets and zone, IPv6 as in RFC 5952. @returns undefined for what is none */
export function normalizeAddress(text: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[(.*)\]|([\d.]+))(?::\d+)?$/.exec(text) ?? [];
  const [bare = ''] = (bracketed ?? dotted ?? text).split('%');
  return isIP(bare) ? ipaddr.process(bare).toString() : undefined;
}

/** Where the address of the other end of a connection is kept: it stays the same for all requests. */
const REMOTE_ADDRESS = Symbol('remote address');

function remoteAddressOf(socket: IncomingMessage['socket'] & { [REMOTE_ADDRESS]?: string }): string {
  socket[REMOTE_ADDRESS] ??= normalizeAddress(socket.remoteAddress ?? '') ?? '';
  return socket[REMOTE_ADDRESS];
}

/**
 * Who sends a request: the nearest address that is not a trusted proxy's. Each proxy adds to the end of `X-Forwarded-For` whom
 * it got the request from; what is no address there, and all before it, is not believed.
 */
export function clientAddress({ socket, headers }: IncomingMessage, trusts: TrustProxy): string {
  const remoteAddress = remoteAddressOf(socket);
  if (headers['x-forwarded-for'] === undefined) return remoteAddress;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const addresses = forwarded.map((text) => normalizeAddress(text.trim()));
  const believed = addresses.slice(addresses.lastIndexOf(undefined) + 1);
  // as much of a request as is looked at
  return proxyaddr({ socket: { remoteAddress }, headers: { 'x-forwarded-for': believed.join(',') } } as never, trusts);
}
