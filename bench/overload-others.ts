import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type Asking, asked, Client, noOutcome, type Outcome } from './overload-client.ts';

// Asks now and then, in a thread of its own: the crowd's has more to do than it can, and would be seen as the gateway's delay.
// Each message ends a measurement, is answered with its outcome, and begins another.
const { asking, count, pause } = workerData as { asking: Asking; count: number; pause: number };
const client = await Client.open(count, asking);
let outcome: Outcome = noOutcome();
parentPort?.on('message', () => {
  parentPort?.postMessage(outcome);
  outcome = noOutcome();
});
const converse = async () => {
  for (;;) {
    await asked(client, outcome);
    await sleep(pause * (0.5 + Math.random()));
  }
};
for (let index = 0; index < count; index++) void converse();
parentPort?.postMessage('ready');
