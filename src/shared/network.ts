import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How many 16-bit groups of an IPv6 address say which network it is in (RFC 4291, section 2.5.1). */
const NETWORK_GROUPS = 4;

/**
 * What an address counts as where it is limited: an IPv4 address as itself, an IPv6 address as its first 64 bits, because
 * whoever has a connection has all the others.
 */
export function networkOf(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!('parts' in parsed)) return parsed.toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}

/** Whether a host, as it is written in a URL or listened on, is this machine itself (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3). */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
