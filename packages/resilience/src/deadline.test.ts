import { expect, test } from 'vitest';
import { DeadlineError, withDeadline } from './deadline.js';

const never = () => new Promise<never>(() => undefined);

test('work that ends in time gives its result or its own error', async () => {
  expect(await withDeadline(5_000, 'work', async () => 42)).toBe(42);
  await expect(
    withDeadline(5_000, 'work', () => Promise.reject(new Error('refused'))),
  ).rejects.toThrow('refused');
});

test('work without an end costs its deadline: the error says what took too long, may be retried, and is the reason of the signal', async () => {
  let signal: AbortSignal | undefined;
  const silent = (given: AbortSignal) => {
    signal = given;
    return never();
  };
  const error = await withDeadline(20, 'reading the log', silent).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error).toMatchObject({
    message: 'reading the log did not end within 20 ms',
    retryable: true,
  });
  expect(signal!.reason).toBe(error);
});

test('a port throws its own error', async () => {
  const toError = (cause: Error) => new RangeError('the store is away', { cause });
  const error = await withDeadline(1, 'work', never, toError).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).cause).toBeInstanceOf(DeadlineError);
});

test('no time left still ends, and what fails later is no unhandled rejection', async () => {
  let fail: (error: Error) => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => (fail = reject));
  await expect(withDeadline(-5, 'work', () => late)).rejects.toBeInstanceOf(DeadlineError);
  fail(new Error('too late to matter'));
  await new Promise((resolve) => setImmediate(resolve));
});
