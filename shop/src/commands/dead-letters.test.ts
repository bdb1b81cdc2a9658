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
const shop = {
  runtime: {
    bus: {
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
  for await (const line of deadLetters(shop, { group: 'search-index', ...args })) lines.push(String((line as { text?: unknown }).text));
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
  expect(lines.map((line) => /body \d+/.exec(line)?.[0])).toEqual(['body 0', 'body 249', undefined]);
  expect(asked.every((first) => first === 1)).toBe(true);
});

test('without a group the list tells of all of them', async () => {
  const lines = await run({ action: 'list', group: undefined });
  expect(lines[0]).toBe('search-index: 250');
  expect(lines).toHaveLength(1 + 5 + 1);
  expect(lines.at(-1)).toBe('250 dead letter(s) in 1 group(s); npm run dlq -- show GROUP');
});

test('what concerns one group asks for its name', async () => {
  await expect(run({ action: 'replay', group: undefined })).rejects.toThrow('name a consumer group: search-index');
});
