import { expect, it } from '@jest/globals';
import { callWithin } from '../../src/http/inner-call.ts';

const REQUEST = { method: 'POST', target: '/somewhere?a=1', headers: { 'X-One': 'two' }, body: 'größe=1' };

it('hands a request over as it would come over the wire, and gives back what is answered', async () => {
  const answer = await callWithin(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const { method, url, headers } = incoming;
    outgoing.writeHead(418, { 'x-three': 'four', 'content-type': 'application/json' });
    outgoing.write('[');
    outgoing.end(`${JSON.stringify({ method, url, headers, body })}]`);
  }, REQUEST);
  expect([answer.status, answer.headers?.['x-three']]).toEqual([418, 'four']);
  const headers = { 'x-one': 'two', 'content-length': '9' };
  expect(JSON.parse(answer.body)).toEqual([{ method: 'POST', url: '/somewhere?a=1', headers, body: 'größe=1' }]);
});

it('waits for an answer that comes after the handler is done, and has none where none is sent', async () => {
  const late = callWithin(async (_, outgoing) => void setImmediate(() => outgoing.end()), { ...REQUEST, body: '' });
  expect(await late).toMatchObject({ status: 200, body: '' });
});

it('fails as the handler does', async () => {
  await expect(callWithin(() => Promise.reject(new Error('broken')), REQUEST)).rejects.toThrow('broken');
});
