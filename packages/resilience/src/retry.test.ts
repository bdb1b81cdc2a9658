import { expect, test } from 'vitest';
import { delayAfter } from './backoff.js';
import { retry } from './retry.js';

const backoff = { firstMs: 1, maxMs: 4 };
const failing = (times: number, error: Error) => {
  const work = async () => {
    if (work.calls++ < times) throw error;
    return 'done';
  };
  work.calls = 0;
  return work;
};

test('pauses double up to the longest one', () => {
  expect([1, 2, 3, 4, 99].map((attempt) => delayAfter(attempt, backoff))).toEqual([1, 2, 4, 4, 4]);
});

test('what passes is repeated, what does not is not, and there is an end', async () => {
  const busy = new Error('busy');
  const plan = { attempts: 3, backoff, mayPass: (error: unknown) => error === busy };
  expect(await retry(failing(2, busy), plan)).toBe('done');
  const broken = failing(1, new Error('broken'));
  await expect(retry(broken, plan)).rejects.toThrow('broken');
  expect(broken.calls).toBe(1);
  const away = failing(99, busy);
  await expect(retry(away, plan)).rejects.toBe(busy);
  expect(away.calls).toBe(3);
});
