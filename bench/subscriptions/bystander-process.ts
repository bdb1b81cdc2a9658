import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

// Asks like a shopper, again and again; tells the times since it was asked last, in milliseconds,
// and the errors.
const QUERY = '{ products(first: 1) { nodes { id name } } }';
const PAUSE_MS = 20;

let times: number[] = [];
let errors = 0;

async function ask(url: string): Promise<void> {
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    if (!(await response.text()).includes('"nodes":[{')) errors++;
  } catch {
    errors++;
  }
  times.push(performance.now() - started);
}

const [{ url }] = (await once(process, 'message')) as [{ url: string }];
await ask(url);
process.on('message', () => {
  process.send!({ times, errors });
  [times, errors] = [[], 0];
});
process.send!({});
for (;;) {
  await ask(url);
  await wait(PAUSE_MS);
}
