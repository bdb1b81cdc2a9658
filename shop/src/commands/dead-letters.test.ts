import type { DeadLetter } from '@emporium/bus/event-bus';
import { expect, test } from 'vitest';
import type { Shop } from '../start-shop.js';
import { deadLetters } from './dead-letters.js';

const letters = Array.from({ length: 250 }, (_, index): DeadLetter => ({
  id: `${index * 2}`,
  group: 'search-index',
  topic: 'product_events',
  partition: 0,
  offset: '1',
  key: 'k',
  value: Buffer.from(`body ${index}`),
  headers: {},
  error: 'no',
  attempts: 1,
  at: new Date(0),
}));
const asked: number[] = [];
const skips: unknown[] = [];
const audited: unknown[] = [];
const shop = {
  runtime: {
    log: { warn: (about: object) => audited.push(about) },
    bus: {
      skip: async (group: string, place: object, reason: string) => {
        skips.push([group, place, reason]);
        return !('id' in place && place.id === 'past');
      },
      deadLetters: async (_group: string, { first, after }: { first: number; after?: string }) => {
        asked.push(first);
        return letters.filter((letter) => Number(letter.id) > Number(after ?? -1)).slice(0, first);
      },
    },
  },
  subgraphs: [{ definition: { consumers: [{ group: 'search-index' }] } }],
} as unknown as Shop;
const run = async (args: object) => {
  const lines: string[] = [];
  for await (const line of deadLetters(shop, { group: 'search-index', ...args }))
    lines.push(String((line as { text?: unknown }).text));
  return lines;
};

test('a list is one page, and says where the next one starts', async () => {
  const first = await run({ action: 'list', limit: 100 });
  expect(first).toHaveLength(101);
  expect(first.at(-1)).toBe('100 dead letter(s) of search-index; more: --after 198');
  const last = await run({ action: 'list', after: '398' });
  expect(last.at(-1)).toBe('50 dead letter(s) of search-index');
  expect(asked).toEqual([101, 101]);
});

test('letters are shown by their ids without reading the others', async () => {
  asked.length = 0;
  const lines = await run({ action: 'show', ids: ['0', '498', '3', 'x'] });
  expect(lines.map((line) => /body \d+/.exec(line)?.[0])).toEqual([
    'body 0',
    'body 249',
    undefined,
  ]);
  expect(asked.every((first) => first === 1)).toBe(true);
});

test('without a group the list tells of all of them', async () => {
  const lines = await run({ action: 'list', group: undefined });
  expect(lines[0]).toBe('search-index: 250');
  expect(lines).toHaveLength(1 + 5 + 1);
  expect(lines.at(-1)).toBe('250 dead letter(s) in 1 group(s); npm run dlq -- show GROUP');
});

test('what concerns one group asks for its name', async () => {
  await expect(run({ action: 'replay', group: undefined })).rejects.toThrow(
    'name a consumer group: search-index',
  );
});

test('a blocked event is skipped by id or place, with a reason and a name, and the log tells of it', async () => {
  const lines = await run({
    action: 'skip',
    ids: ['evt_1', 'product_events/2/118'],
    reason: 'ticket 7',
    by: 'ada',
  });
  expect(skips).toEqual([
    ['search-index', { id: 'evt_1' }, 'ticket 7 (by ada)'],
    ['search-index', { topic: 'product_events', partition: 2, offset: '118' }, 'ticket 7 (by ada)'],
  ]);
  expect(audited).toMatchObject([
    { group: 'search-index', place: 'evt_1', reason: 'ticket 7', by: 'ada' },
    {},
  ]);
  expect(lines.at(-1)).toContain('2 message(s) put aside');
});

test('a skip without a reason, without a place, or of what is past is refused', async () => {
  await expect(run({ action: 'skip', ids: ['evt_1'] })).rejects.toThrow('--reason');
  await expect(run({ action: 'skip', ids: [], reason: 'x' })).rejects.toThrow('name what to skip');
  await expect(run({ action: 'skip', ids: ['past'], reason: 'x' })).rejects.toThrow(
    '1 of 1 message(s) not skipped',
  );
});
