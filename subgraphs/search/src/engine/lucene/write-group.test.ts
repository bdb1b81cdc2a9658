import { PoisonMessageError } from '@emporium/bus/event-bus';
import { expect, test } from 'vitest';
import { WriteGroup } from './write-group.js';

test('what comes while a write is under way is written together, in order, and every caller learns of its own', async () => {
  const writes: number[][] = [];
  let isDown = false;
  const group = new WriteGroup<number>(async (changes) => {
    writes.push([...changes]);
    await Promise.resolve();
    if (isDown) throw new Error('down');
    if (changes.includes(13)) throw new PoisonMessageError('13');
  });
  await Promise.all([group.add([1]), group.add([2, 3]), group.add([4])]);
  expect(writes).toEqual([[1], [2, 3, 4]]);
  writes.length = 0;
  const outcomes = await Promise.allSettled([
    group.add([5]),
    group.add([6]),
    group.add([13]),
    group.add([7]),
  ]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(writes).toEqual([[5], [6, 13, 7], [6], [13], [7]]);
  isDown = true;
  expect(
    (await Promise.allSettled([group.add([8]), group.add([9]), group.add([10])])).map(
      (outcome) => outcome.status,
    ),
  ).toEqual(['rejected', 'rejected', 'rejected']);
  isDown = false;
  await group.add([11]);
});
