import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeKeyValue } from './key-value.contract.js';
import { openMemoryKeyValue } from './memory-key-value.js';

describeKeyValue('memory', async () => {
  let clock = Date.parse('2026-01-01T00:00:00Z');
  return {
    store: openMemoryKeyValue(() => clock),
    elapse: async (seconds) => {
      clock += seconds * 1_000;
    },
  };
});

test('time is over at its exact millisecond, also that of a bucket', async () => {
  let clock = 0;
  const store = openMemoryKeyValue(() => clock);
  await store.set('k', 'v', 5);
  await store.append('feed', 'v', 5);
  await store.addToBucket('bucket', 5_000, 10_000);
  clock = 4_999;
  expect([
    await store.get('k'),
    (await store.readFeed('feed')).entries,
    await store.get('bucket'),
  ]).toEqual(['v', ['v'], '5000']);
  clock = 5_000;
  expect([
    await store.get('k'),
    (await store.readFeed('feed')).entries,
    await store.get('bucket'),
  ]).toEqual([undefined, [], undefined]);
});

test('a bucket that was emptied leaves nothing behind', async () => {
  const store = openMemoryKeyValue();
  await store.addToBucket('bucket', 5_000, 10_000);
  await store.addToBucket('bucket', -6_000, 10_000);
  expect(await store.get('bucket')).toBeUndefined();
});

test('who has left hears nothing more, not even what was published before', async () => {
  const store = openMemoryKeyValue();
  const heard: string[] = [];
  const leave = await store.subscribe('news', (message) => heard.push(message));
  await store.publish('news', 'late');
  await leave();
  await setImmediate();
  expect(heard).toEqual([]);
});

test('of two subscriptions of one function, one ends alone', async () => {
  const store = openMemoryKeyValue();
  const heard: string[] = [];
  const hear = (message: string) => void heard.push(message);
  const leave = await store.subscribe('news', hear);
  await store.subscribe('news', hear);
  await store.publish('news', 'twice');
  await setImmediate();
  await leave();
  await leave();
  await store.publish('news', 'once');
  await setImmediate();
  expect(heard).toEqual(['twice', 'twice', 'once']);
});

test('a store that is closed has forgotten everything', async () => {
  const store = openMemoryKeyValue();
  await store.set('k', 'v');
  await store.append('feed', 'v', 60);
  await store.close();
  expect([await store.get('k'), (await store.readFeed('feed')).entries]).toEqual([undefined, []]);
});
