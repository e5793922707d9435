import { ApolloServer, type BaseContext } from '@apollo/server';
import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { presentErrors, withCode } from '../../src/graphql/errors.ts';
import { type Execute, executing } from '../../src/graphql/executor.ts';
import { apiError } from '../../src/shared/errors.ts';
import { ANONYMOUS } from '../../src/shared/viewer.ts';

const schema = buildSchema('type Query { a: Int }');

/** What a server says, counts and reports that executes by this. */
async function answered(execute: Execute) {
  const counted: string[] = [];
  const reported: unknown[] = [];
  const server = new ApolloServer<BaseContext>({
    schema,
    nodeEnv: 'production',
    formatError: withCode,
    plugins: [
      presentErrors(
        (_, error) => void reported.push(error),
        (code) => void counted.push(code),
      ),
      executing(schema, execute),
    ],
  });
  const { body, http } = await server.executeOperation({ query: '{ a }' }, { contextValue: { requestId: 'r', viewer: ANONYMOUS } });
  const { data, errors } = (body as Extract<typeof body, { kind: 'single' }>).singleResult;
  await server.stop();
  return { status: http.status, data, errors, counted, reported };
}

describe('an executor behind Apollo Server', () => {
  it('answers, and nothing is counted', async () => {
    const said = await answered(() => ({ data: { a: 1 } }));
    expect(said).toEqual({ status: undefined, data: { a: 1 }, errors: undefined, counted: [], reported: [] });
  });

  it('that throws is a fault: masked, counted once and reported as it was thrown', async () => {
    const fault = new TypeError('inner works');
    const throwing = () => {
      throw fault;
    };
    for (const execute of [throwing, async () => throwing()]) {
      const { status, errors, counted, reported } = await answered(execute);
      expect(status).toBe(500);
      expect(JSON.stringify(errors)).not.toContain('inner works');
      expect(errors).toEqual([
        { message: expect.stringContaining('request id r'), extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r' } },
      ]);
      expect(counted).toEqual(['INTERNAL_SERVER_ERROR']);
      expect(reported).toEqual([fault]);
    }
  });

  it('that refuses has its error told, with the status of its code', async () => {
    const { status, errors, counted, reported } = await answered(async () => ({ errors: [apiError('UNAUTHENTICATED', 'Send a token.')] }));
    expect(status).toBe(401);
    expect(errors).toEqual([{ message: 'Send a token.', extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(counted).toEqual(['UNAUTHENTICATED']);
    expect(reported).toEqual([]);
  });
});
