import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { VARIABLES } from '../../src/config.ts';
import { type Serving, scratchDirectory, serve, serveBy } from '../support/process.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { ask } from '../support/wire.ts';
import { blocksOf, read, tableBelow } from './markdown.ts';
import { BUILT, NPM_CI, Shell } from './shell.ts';

const DOCUMENT = 'docs/deploy.md';
const PATIENCE = 180_000;
const scratch = scratchDirectory();
/** Where the machine's own directories are here. That `npm pack` builds what it packs, test/packaging/package shows. */
const here = (text: string) =>
  text
    .replace(/(^|[\s=])(\/(?:opt|var\/lib|etc)\/)/gm, `$1${scratch.path}$2`)
    .replaceAll('npm ci', NPM_CI)
    .replaceAll('npm pack', 'npm pack --ignore-scripts');

/** Programs that change a machine, which here only have to find the files that they are given. */
const STAND_INS = {
  sudo: '[ "$1" = -u ] && shift 2; exec "$@"',
  useradd: 'exit 0',
  systemctl: 'exit 0',
  docker: 'test -f Dockerfile',
  kubectl: '[ "$1" != apply ] || test -f "$3"',
};

let registry: Registry;
let shell: Shell;
let gateway: Serving | undefined;
beforeAll(async () => {
  registry = await startRegistry();
  const bin = join(scratch.path, 'bin');
  for (const path of ['bin', 'opt', 'etc/systemd/system', 'var/lib/clientele']) mkdirSync(join(scratch.path, path), { recursive: true });
  for (const [name, script] of Object.entries(STAND_INS)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const outside = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  const environment = {
    PATH: [bin, dirname(process.execPath), ...outside].join(delimiter),
    npm_config_registry: registry.url,
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
  };
  shell = new Shell(environment, ['README.md', 'LICENSE', 'schema.graphql', 'docs', 'examples', 'deploy', 'Dockerfile', ...BUILT]);
});
afterAll(async () => {
  await gateway?.end();
  await shell.end();
  await registry.stop();
  scratch.remove();
});

/** What a unit of systemd says, by name; the last of several counts. */
const unit = Object.fromEntries(
  read('deploy/clientele.service')
    .split('\n')
    .flatMap((line) => [/^(\w+)=(.*)$/.exec(line)?.slice(1) ?? []])
    .filter(({ length }) => length > 0),
) as Record<string, string>;
const seconds = (name: 'DRAIN_SECONDS' | 'LIMIT_REQUEST_SECONDS') => Number(VARIABLES[name].default);
const settingsIn = (text: string) =>
  [...text.matchAll(/\b([A-Z]+(?:_[A-Z]+)+|HOST|PORT|WORKERS)\b/g)].map(([, name]) => name as string).filter((name) => name !== 'NODE_ENV');

describe(DOCUMENT, () => {
  const blocks = blocksOf(DOCUMENT);

  it('names settings that there are, and has no block that would go untested', () => {
    expect(settingsIn(read(DOCUMENT)).filter((name) => !(name in VARIABLES))).toEqual([]);
    expect(blocks.filter(({ language }) => language !== 'sh' && language !== 'nginx')).toEqual([]);
  });

  it.each(blocks.filter(({ language }) => language === 'sh'))(
    'shows commands that work, below "$heading" in line $line',
    async ({ text }) => {
      await shell.run(`(${here(text)}\n)`);
      if (!text.includes('systemctl enable')) return;
      const [command = '', ...args] = here(unit['ExecStart'] ?? '').split(' ');
      const environment = { PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`, NODE_ENV: 'production' };
      gateway = await serveBy([command, ...args], environment, here(unit['WorkingDirectory'] ?? ''));
    },
    PATIENCE,
  );

  it('has the figures of the benchmark', () => {
    const works = read('bench/chart.svg').split('class="title">').slice(1);
    const figures = works.map((work) => {
      const texts = [...work.matchAll(/(?:^|>)([^<>]+)</g)].map(([, text]) => text as string);
      return [texts[0], ...texts.filter((text) => /^[\d,]+$/.test(text)).slice(0, 2)];
    });
    expect([...tableBelow(DOCUMENT, 'How large')].sort()).toEqual(figures.sort());
  });

  it('has a proxy below whose path everything is found by the metadata', async () => {
    const routes = [...read(DOCUMENT).matchAll(/location (= )?(\S+) \{\s*proxy_pass http:\/\/[\w.:]+?(\/\S*);/g)].map(
      ([, exact, from, to]) => ({
        isExact: exact !== undefined,
        from: from as string,
        to: to as string,
      }),
    );
    expect(routes).toHaveLength(2);
    let target = '';
    const proxy = createServer((incoming, outgoing) => {
      const asked = incoming.url ?? '';
      const route = routes.find(({ isExact, from }) => (isExact ? asked === from : asked.startsWith(from)));
      if (!route) return void outgoing.writeHead(404).end();
      const { method, headers } = incoming;
      const passed = request(target + asked.replace(route.from, route.to), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(passed);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const behind = await serve({ DATABASE_URL: 'sqlite::memory:', PUBLIC_URL: `${origin}/registry`, TRUST_PROXY: 'true' });
    target = behind.url;
    const { json } = await ask(`${origin}/registry/.well-known/openid-configuration`);
    expect(json.issuer).toBe(`${origin}/registry`);
    expect((await ask(`${origin}/.well-known/oauth-authorization-server/registry`)).json).toMatchObject({
      token_endpoint: json.token_endpoint,
    });
    expect((await ask(json.jwks_uri)).json.keys).not.toEqual([]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = await ask(json.token_endpoint, { method: 'POST', headers: form, body: 'grant_type=client_credentials&client_id=nobody' });
    expect(asked.json.error).toBe('invalid_client');
    expect((await behind.end()).code).toBe(0);
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe('deploy/clientele.service', () => {
  it('lets the gateway answer what is under way before it is killed', () => {
    expect(Number(unit['TimeoutStopSec'])).toBeGreaterThan(seconds('DRAIN_SECONDS') + seconds('LIMIT_REQUEST_SECONDS'));
    expect(Number(unit['LimitNOFILE'])).toBeGreaterThan(Number(VARIABLES.LIMIT_CLIENT_CONNECTIONS.default));
  });

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  (hasSystemd ? it : it.skip)('is one that systemd understands', () => {
    const file = join(scratch.path, 'clientele.service');
    writeFileSync(file, read('deploy/clientele.service').replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('deploy/kubernetes.yaml', () => {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the file has
  const objects = parseAllDocuments(read('deploy/kubernetes.yaml')).map((document): any => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
  const [secret, deployment, service] = objects;
  const { spec } = deployment.spec.template;
  const [container] = spec.containers;

  it('has a secret, gateways and the service that finds them', () => {
    expect(objects.map(({ kind }) => kind)).toEqual(['Secret', 'Deployment', 'Service']);
    expect(container.envFrom).toEqual([{ secretRef: { name: secret.metadata.name } }]);
    expect(deployment.spec.template.metadata.labels).toEqual(service.spec.selector);
    expect(deployment.spec.selector.matchLabels).toEqual(service.spec.selector);
    expect(service.spec.ports[0].targetPort).toBe(container.ports[0].name);
    expect(String(container.ports[0].containerPort)).toBe(VARIABLES.PORT.default);
  });

  it('sets what there is to be set, and gives a gateway the time that it needs to stop', () => {
    const set = new Map<string, string>(container.env.map(({ name, value }: { name: string; value: string }) => [name, value]));
    for (const [name, value] of [...set, ...Object.entries(secret.stringData as Record<string, string>)]) {
      expect(Object.keys(VARIABLES)).toContain(name);
      if (value !== '…') expect(() => VARIABLES[name as keyof typeof VARIABLES].schema.parse(value)).not.toThrow();
    }
    const draining = Number(set.get('DRAIN_SECONDS') ?? VARIABLES.DRAIN_SECONDS.default);
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(draining + seconds('LIMIT_REQUEST_SECONDS'));
  });

  it('asks for what a gateway answers', async () => {
    const serving = await serve({ DATABASE_URL: 'sqlite::memory:' });
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    for (const { httpGet } of probes) {
      expect(httpGet.port).toBe(container.ports[0].name);
      expect((await ask(`${serving.url}${httpGet.path}`)).status).toBe(200);
    }
    expect((await serving.end()).code).toBe(0);
  });
});
