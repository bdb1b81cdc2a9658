import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whileRunning } from './progress-lines.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('long work tells the newest of its progress, short work nothing; its result and its failure come through', async () => {
  let end: (value: string) => void = () => undefined;
  let tell: (text: string) => void = () => undefined;
  const lines = whileRunning('check', (progress) => {
    tell = progress;
    return new Promise<string>((resolve) => (end = resolve));
  });
  const first = lines.next();
  tell('1 row');
  tell('2 rows');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await first).toEqual({ done: false, value: { type: 'note', text: 'check: 2 rows' } });
  const last = lines.next();
  tell('3 rows');
  end('all');
  expect(await last).toEqual({ done: true, value: 'all' });

  const failing = whileRunning('check', async () => {
    throw new Error('away');
  });
  await expect(failing.next()).rejects.toThrow('away');
});
