import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { expect, test } from 'vitest';
import { retryWhileBusy } from './retry-while-busy.js';

test('an engine that is busy for a moment is asked again, any other failure is not', async () => {
  let calls = 0;
  const busy = async (times: number, error: Error) => {
    if (calls++ < times) throw error;
    return 'done';
  };
  const away = new SubgraphUnavailableError('search', 'refused');
  expect(await retryWhileBusy(() => busy(3, away), 1)).toBe('done');
  expect(calls).toBe(4);
  calls = 0;
  await expect(retryWhileBusy(() => busy(1, new Error('no')), 1)).rejects.toThrow('no');
  expect(calls).toBe(1);
  calls = 0;
  await expect(retryWhileBusy(() => busy(99, away), 1)).rejects.toBe(away);
  expect(calls).toBe(8);
});
