import { expect, test } from 'vitest';
import { fairQueue } from './fair-queue.js';

const refuse = () => new Error('full');

/** Work that ends when told to, in the order in which it was begun. */
function steps() {
  const begun: { name: string; end: () => void }[] = [];
  const work = (name: string) => () =>
    new Promise<string>((resolve) => begun.push({ name, end: () => resolve(name) }));
  const endNext = async () => {
    const step = begun.shift();
    step?.end();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    return step?.name;
  };
  return { begun, work, endNext };
}

test('callers take turns, however much one of them asks for', async () => {
  const { work, endNext } = steps();
  const queue = fairQueue({ slots: 1, waitingPerCaller: 10, waiting: 20, refuse });
  for (const name of ['a1', 'a2', 'a3', 'a4']) void queue.run('a', work(name));
  void queue.run('b', work('b1'));
  void queue.run('c', work('c1'));
  const order: (string | undefined)[] = [];
  for (let step = 0; step < 6; step++) order.push(await endNext());
  expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'a4']);
});

test('a caller waits with no more than its share, and gives places up for others when all are taken', async () => {
  const { work, endNext } = steps();
  const queue = fairQueue({ slots: 1, waitingPerCaller: 3, waiting: 4, refuse });
  const asked = (caller: string, name: string) =>
    queue.run(caller, work(name)).catch((error: Error) => error.message);
  const greedy = ['a0', 'a1', 'a2', 'a3', 'a4'].map((name) => asked('a', name));
  expect(await greedy[4]).toBe('full');
  const others = ['b', 'c', 'd'].map((caller) => asked(caller, `${caller}1`));
  // Three of a and one of b fill the queue; c takes a place of a's, and so does d.
  expect(await greedy[3]).toBe('full');
  expect(await greedy[2]).toBe('full');
  for (let step = 0; step < 6; step++) await endNext();
  expect(await Promise.all([...greedy.slice(0, 2), ...others])).toEqual([
    'a0',
    'a1',
    'b1',
    'c1',
    'd1',
  ]);
});

test('work that fails frees its slot', async () => {
  const queue = fairQueue({ slots: 1, waitingPerCaller: 1, waiting: 1, refuse });
  await expect(queue.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue.run('b', async () => 'runs')).toBe('runs');
});
