import { setTimeout as wait } from 'node:timers/promises';

// A shopper in a process of its own: asks a small question again and again until told to stop, and
// tells how it went.
const [url] = process.argv.slice(2);
const PAUSE_MS = 50;
const TIMEOUT_MS = 15_000;
const body = JSON.stringify({ query: '{ products(first: 3) { nodes { name } } }' });
const times: number[] = [];
const errors: string[] = [];
let isOver = false;

process.once('message', () => (isOver = true));
while (!isOver) {
  const began = performance.now();
  try {
    const response = await fetch(url!, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (response.status !== 200 || text.includes('"errors"'))
      errors.push(`${response.status} ${text.slice(0, 200)}`);
  } catch (error) {
    errors.push(String(error));
  }
  times.push(performance.now() - began);
  await wait(PAUSE_MS);
}
process.send!({ times, errors });
process.disconnect();
