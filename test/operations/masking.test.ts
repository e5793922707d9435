import { afterAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { execute, lastingDatabase } from '../support/database.ts';
import { scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

/** Serves a database that is broken after the token was made. */
async function broken(environment: string | undefined, damage: string) {
  const url = await lastingDatabase(scratch.path);
  const variables = { DATABASE_URL: url, ADMIN_PASSWORD: 'correct horse', ...(environment && { NODE_ENV: environment }) };
  const gateway = await serve(variables);
  const { stdout } = await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], variables);
  await execute(url, damage);
  const ask = async (query: string) => {
    const { status, headers, json } = await post(gateway.url, query, { authorization: `Bearer ${stdout.trim()}` });
    return { status, requestId: headers['x-request-id'], ...json };
  };
  const faults = async () => {
    const { stdout: log } = await gateway.end();
    return log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'fault');
  };
  return { ask, faults };
}

describe.each(['development', 'production', undefined])('a fault of the server when NODE_ENV is %s', (environment) => {
  it('is told by request id alone, and the log has the rest', async () => {
    const { ask, faults } = await broken(environment, 'drop table activity_entry');
    const { data, errors, requestId } = await ask('{ viewer { username } activity { totalCount } }');
    expect(data).toBeNull();
    expect(errors).toEqual([
      {
        message: `Something went wrong on the server. The log has more under request id ${requestId}.`,
        path: ['activity'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
        ...(errors[0].locations && { locations: errors[0].locations }),
      },
    ]);
    const mutation = await ask('mutation { createOrganization(input: { name: "Halfway" }) { organization { id } } }');
    expect(mutation.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
    const { data: after } = await ask('{ organizations { nodes { name } } }');
    expect(after.organizations.nodes).toEqual([{ name: 'Default' }]);
    const [first, second] = await faults();
    expect(first).toMatchObject({ requestId, err: { message: expect.stringContaining('activity_entry') } });
    expect(second).toMatchObject({ requestId: mutation.requestId });
  });

  it('is told so before anything is executed, too', async () => {
    const { ask, faults } = await broken(environment, 'alter table token rename to elsewhere');
    const { status, errors, requestId } = await ask('{ scopes { name } }');
    expect(status).toBe(500);
    expect(errors).toEqual([
      {
        message: `Something went wrong on the server. The log has more under request id ${requestId}.`,
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
    expect((await faults()).map((line) => line.requestId)).toContain(requestId);
  });
});
