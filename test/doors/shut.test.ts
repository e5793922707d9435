import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { DOORS } from '../../src/shared/settings.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { ask } from '../support/wire.ts';

/** Paths of each door. */
const PATHS: Readonly<Record<(typeof DOORS)[number], readonly string[]>> = {
  awx: [
    '/api',
    '/api/',
    '/api/v2/',
    '/api/v2/applications/',
    '/api/v2/applications/1/',
    '/api/v2/ping/',
    '/api/o/token/',
    '/api/o/authorize/',
    '/api/login/',
    '/api/openapi.json',
    '/api/gateway/v1/',
    '/api/nowhere/',
  ],
  venafi: [
    '/vedsdk/',
    '/VEDSDK/SystemStatus/Version',
    '/vedsdk/OAuth/CreateApplication',
    '/vedauth/authorize/oauth',
    '/vedauth/authorize/token',
    '/vedauth/authorize/isAuthServer',
    '/vedauth/authorize/verify',
    '/vedsdk/openapi.json',
    '/vedauth/nowhere',
  ],
  easir: ['/applications', '/applications/x', '/applications/openapi.json'],
};

/** What a path answers to each method, whatever it is called. */
async function answersAt({ url }: Gateway, path: string) {
  const answers: unknown[] = [];
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const { status, headers, text } = await ask(url + path, { method });
    const { date: _, 'x-request-id': __, 'content-length': ___, ...others } = headers;
    answers.push({ method, status, others, text: text.replaceAll(path, 'PATH') });
  }
  return answers;
}

const doorsLoggedBy = ({ logged }: Gateway) => logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'doors are open');

describe('a gateway', () => {
  it.each(['', ...DOORS])('with DOORS=%s answers at no other door as if there were one', async (open) => {
    const gateway = await startGateway({ DOORS: open });
    const nowhere = await answersAt(gateway, '/nowhere/at/all');
    expect(nowhere[0]).toMatchObject({ status: 404 });
    for (const door of DOORS) {
      for (const path of PATHS[door]) {
        const answers = { path, answers: await answersAt(gateway, path) };
        if (door === open) expect(answers).not.toEqual({ path, answers: nowhere });
        else expect(answers).toEqual({ path, answers: nowhere });
      }
    }
    expect(doorsLoggedBy(gateway)).toEqual(open === '' ? [] : [expect.objectContaining({ doors: [open] })]);
    await gateway.stop();
  });
});

describe('DOORS', () => {
  it('may name several, more than once', () => {
    expect(readConfig({ DOORS: ` ${DOORS.join(', ')},awx ` }).DOORS).toEqual(DOORS);
  });

  it.each(['tower', 'awx,tower', 'AWX', 'awx;venafi'])('is refused with a name that is none: %s', (doors) => {
    expect(() => readConfig({ DOORS: doors })).toThrow(`DOORS: has a name that is none of ${DOORS.join(', ')}`);
  });
});
