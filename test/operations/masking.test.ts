import { afterAll, describe, expect, it } from '@jest/globals';
import { createOrganization } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import { execute, lastingDatabase } from '../support/database.ts';
import { startGateway } from '../support/gateway.ts';
import { scratchDirectory } from '../support/process.ts';
import { post } from '../support/wire.ts';
import type { Made } from '../support/world.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

/** Serves a database that is broken after the token was made. */
async function broken(environment: string | undefined, damage: string) {
  // of the process, as Apollo Server looks there
  if (environment) process.env.NODE_ENV = environment;
  else delete process.env.NODE_ENV;
  const url = await lastingDatabase(scratch.path);
  const gateway = await startGateway({ DATABASE_URL: url, ...(environment && { NODE_ENV: environment }) });
  await createOrganization(gateway.operator, { name: 'Default' });
  const { user } = await createUser(gateway.operator, { username: 'admin', password: 'correct horse', isSuperuser: true });
  const token = await gateway.tokenOf((user as Made).databaseId, ['admin']);
  await execute(url, damage);
  const ask = async (query: string) => {
    const { status, headers, json } = await post(gateway.url, query, { authorization: `Bearer ${token}` });
    return { status, requestId: headers['x-request-id'], ...json };
  };
  const faults = async () => {
    await gateway.stop();
    return gateway.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'fault');
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
