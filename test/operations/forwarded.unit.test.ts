import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/config.ts';
import { clientAddress, trustProxy } from '../../src/http/address.ts';

const addressOf = (trusted: string, forwarded: string | undefined, remoteAddress = '::ffff:10.0.0.1') =>
  clientAddress(
    { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage,
    trustProxy(trusted),
  );

describe('the address of a client', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8::5', '2001:db8::5'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('is that of its connection where no proxy is trusted: %s is %s', (remoteAddress, expected) => {
    expect(addressOf('false', '203.0.113.9', remoteAddress)).toBe(expected);
    expect(addressOf('0', '203.0.113.9', remoteAddress)).toBe(expected);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    [' 203.0.113.9 ', '203.0.113.9'],
    ['203.0.113.9:51000', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:CB00:7109', '203.0.113.9'],
    ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
    ['2001:db8::5', '2001:db8::5'],
    ['2001:DB8:0:0:0:0:0:5', '2001:db8::5'],
    ['2001:0db8::0005', '2001:db8::5'],
    ['[2001:db8::5]', '2001:db8::5'],
    ['[2001:db8::5]:51000', '2001:db8::5'],
    ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['unknown, 203.0.113.9', '203.0.113.9'],
  ])('is what one trusted proxy has added, in one spelling: "%s" is %s', (forwarded, expected) => {
    expect(addressOf('true', forwarded)).toBe(expected);
    expect(addressOf('1', forwarded)).toBe(expected);
    expect(addressOf('10.0.0.0/8', forwarded)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    ' ',
    ',',
    'unknown',
    '_hidden',
    '203.0.113',
    '0x7f.1',
    '1',
    '203.0.113.9:x',
    '[203.0.113.9',
    '2001:db8::5]:1',
    '203.0.113.9,',
  ])('is that of the proxy where what it has added is no address: %j', (forwarded) => {
    expect(addressOf('true', forwarded)).toBe('10.0.0.1');
    expect(addressOf('3', forwarded)).toBe('10.0.0.1');
    expect(addressOf('10.0.0.0/8', forwarded)).toBe('10.0.0.1');
  });

  it.each([
    ['2', '203.0.113.1, 203.0.113.2, 203.0.113.3', '203.0.113.2'],
    ['3', '203.0.113.1, 203.0.113.2, 203.0.113.3', '203.0.113.1'],
    ['9', '203.0.113.1, 203.0.113.2, 203.0.113.3', '203.0.113.1'],
    ['2', 'rubbish, 203.0.113.3', '203.0.113.3'],
    ['3', '203.0.113.1, rubbish, 203.0.113.3', '203.0.113.3'],
  ])('of %s proxies is what the last of them has added: %s is %s', (hops, forwarded, expected) => {
    expect(addressOf(hops, forwarded)).toBe(expected);
  });

  it.each([
    ['10.0.0.0/8', '203.0.113.1, 10.1.1.1, [::ffff:10.2.2.2]:80', '203.0.113.1'],
    ['10.0.0.1', '203.0.113.1, 10.1.1.1', '10.1.1.1'],
    ['loopback', '203.0.113.1', '10.0.0.1'],
    ['uniquelocal, 2001:db8::/32', '203.0.113.1, 2001:DB8::7, 192.168.0.1', '203.0.113.1'],
  ])('behind the networks %s is the nearest one outside of them: %s is %s', (networks, forwarded, expected) => {
    expect(addressOf(networks, forwarded)).toBe(expected);
  });
});

describe('TRUST_PROXY', () => {
  it.each(['yes', '-1', '1.5', '10.0.0.0/33', 'loopback, nowhere', '10.0.0.0/8,', 'example.org'])(
    'of %j ends the start with one line',
    (value) => {
      expect(() => readConfig({ TRUST_PROXY: value })).toThrow(ConfigError);
      expect(() => readConfig({ TRUST_PROXY: value })).toThrow(/^TRUST_PROXY: must be true, false, a number, or networks/);
    },
  );
});
