import { parseArgs } from 'node:util';
import { clientele, scratchDirectory, serve } from '../support/process.ts';
import { randomFrom } from '../support/random.ts';
import { type Callers, requests } from './requests.ts';

/** What requests may need at most, in MB. */
const MOST = 350;
/** After so many requests everything is as full as it gets, and memory may not grow by more than so many MB. */
const [SETTLED, GROWTH] = [20_000, 60];
const AT_ONCE = 16;

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    /** Of the old generation, in MB; as the machine has it if absent. */
    heap: { type: 'string' },
    database: { type: 'string' },
  },
});

const scratch = scratchDirectory();
const environment = {
  DATABASE_URL: options.database ?? `sqlite:${scratch.path}/soak.db`,
  ADMIN_PASSWORD: 'correct horse battery staple',
  LOG_LEVEL: 'error',
  CONSOLE: 'false',
};
// as `npm start` starts it
const flags = ['--max-semi-space-size=8', ...(options.heap ? [`--max-old-space-size=${options.heap}`] : [])];
const gateway = await serve({ ...environment, NODE_OPTIONS: flags.join(' ') });
let end: number | string | null = 'it lives';
gateway.process.on('exit', (code, signal) => {
  end = code ?? signal;
});

const graphql = async (token: string, query: string) => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data, errors } = (await response.json()) as { data: Record<string, never>; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data as never;
};

async function prepare(): Promise<Callers> {
  const token = async (scopes: string) =>
    (await clientele(['token', 'create', '--user', 'admin', '--scopes', scopes], environment)).stdout.trim().split('\n').at(-1) as string;
  const admin = await token('admin');
  const { organizations } = (await graphql(admin, '{ organizations { nodes { id } } }')) as { organizations: { nodes: { id: string }[] } };
  const organizationId = organizations.nodes[0]?.id as string;
  const register = (number: number) =>
    graphql(
      admin,
      `mutation { createApplication(input: { name: "Application ${number}", clientId: "client-${number}", organizationId: "${organizationId}",
        clientType: CONFIDENTIAL, authorizationGrantType: CLIENT_CREDENTIALS }) { clientSecret userErrors { code } } }`,
    ) as Promise<{ createApplication: { clientSecret: string } }>;
  const { createApplication } = await register(0);
  for (let number = 1; number < 50; number += 1) await register(number);
  const tokens = [admin, await token('read'), await token('write')];
  return { tokens, organizationId, clientId: 'client-0', clientSecret: createApplication.clientSecret };
}

/** The memory of the gateway, in MB: resident, and of that JavaScript's own. */
async function memory(): Promise<{ resident: number; heap: number }> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  const megabytes = (metric: string) => Number(new RegExp(`^${metric} (\\d+)`, 'm').exec(text)?.[1]) / 1_000_000;
  return { resident: megabytes('process_resident_memory_bytes'), heap: megabytes('nodejs_heap_size_used_bytes') };
}

const total = Number(options.requests);
const next = requests(randomFrom(Number(options.seed)), await prepare());
const samples: number[] = [];
const statuses = new Map<number, number>();
let sent = 0;

async function sendSome(until: number): Promise<void> {
  while (sent < until) {
    sent += 1;
    const { path, ...request } = next();
    const response = await fetch(gateway.url + path, { ...request, redirect: 'manual' });
    await response.arrayBuffer();
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  }
}

console.log(`seed ${options.seed}`);
try {
  for (let until = 0; sent < total; ) {
    until = Math.min(until + 5_000, total);
    await Promise.all(Array.from({ length: AT_ONCE }, () => sendSome(until)));
    const { resident, heap } = await memory();
    samples.push(resident);
    console.log(`${sent} requests: ${resident.toFixed(0)} MB, ${heap.toFixed(0)} MB of it used by JavaScript`);
  }
  const most = Math.max(...samples);
  const settled = samples.slice(SETTLED / 5_000 - 1);
  const grown = settled.length > 0 ? Math.max(...settled) - (settled[0] as number) : 0;
  console.log(`at most ${most.toFixed(0)} MB, ${grown.toFixed(0)} MB more than after ${SETTLED} requests`);
  console.log(`answers by status: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`);
  if (most > MOST || grown > GROWTH || statuses.has(500)) process.exitCode = 1;
} catch (error) {
  console.log(`after ${sent} requests: ${String(error)}; the gateway: ${end}`);
  process.exitCode = 1;
} finally {
  await gateway.end();
  scratch.remove();
}
