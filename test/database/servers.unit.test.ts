import { describe, expect, it } from '@jest/globals';
import { nameOf, serversOf, targetOf } from '../../src/database/servers.ts';

describe('a connection URI', () => {
  it.each([
    ['postgresql://localhost/db', ['postgresql://localhost/db']],
    ['postgres://u:p%40ss@a:5433,b/db?x=1', ['postgres://u:p%40ss@a:5433/db?x=1', 'postgres://u:p%40ss@b/db?x=1']],
    ['postgresql://u:p,w@[::1]:1,[fe80::2]/db', ['postgresql://u:p,w@[::1]:1/db', 'postgresql://u:p,w@[fe80::2]/db']],
    ['postgresql:///db?host=/run/postgresql', ['postgresql:///db?host=/run/postgresql']],
    ['sqlite:a,b.db', []],
  ])('%s names the servers %j', (uri, servers) => {
    expect(serversOf(uri)).toEqual(servers);
  });

  it('says which of them are wanted', () => {
    expect(targetOf('postgresql://a,b:2/db?target_session_attrs=read-write')).toBe('read-write');
    expect(targetOf('postgresql://a,b:2/db')).toBeNull();
  });

  it('names a server without user and password', () => {
    expect(nameOf('postgresql://user:secret@a:5433/db')).toBe('a:5433');
    expect(nameOf('postgresql:///db?host=/run/postgresql')).toBe('localhost');
  });
});
