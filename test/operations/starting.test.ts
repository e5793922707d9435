import { describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { startGateway } from '../support/gateway.ts';

describe('a gateway that starts', () => {
  it('is not ready, and denies the existence of nothing, before all of it has started', async () => {
    const port = await getPort();
    let hasStarted = false;
    const starting = startGateway({ PORT: String(port) }).finally(() => {
      hasStarted = true;
    });
    const statusOf = (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        ({ status }) => status,
        () => undefined,
      );
    const seen: (readonly [ready: number | undefined, served: number | undefined])[] = [];
    while (!hasStarted) seen.push([await statusOf('/readyz'), await statusOf('/.well-known/openid-configuration')]);
    const gateway = await starting;
    expect(seen.flat().filter((status) => status !== undefined)).toEqual(expect.arrayContaining([503]));
    expect(seen.filter(([ready, served]) => served === 404 || (ready === 200 && served !== 200))).toEqual([]);
    expect([await statusOf('/readyz'), await statusOf('/.well-known/openid-configuration')]).toEqual([200, 200]);
    expect(await statusOf('/nothing')).toBe(404);
    await gateway.stop();
  });
});
