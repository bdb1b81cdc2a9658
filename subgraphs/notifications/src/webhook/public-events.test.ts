import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isWanted } from './event-filter.js';
import { PING, PUBLIC_EVENTS } from './public-events.js';

test('the page for receivers lists every event with its fields, and no other', () => {
  const page = readFileSync(
    join(import.meta.dirname, '../../../../docs/howto/receive-webhooks.md'),
    'utf8',
  );
  const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z]+)` +\| (.*?) +\| (.*?) +\|$/gm)];
  expect(rows.map(([, name, description, fields]) => [name, description, fields])).toEqual(
    PUBLIC_EVENTS.map(({ name, description, fields }) => [
      name,
      description,
      fields.map((field) => `\`${field}\``).join(' '),
    ]),
  );
});

test.each([
  [['*'], 'order.paid', true],
  [['order.*'], 'order.paid', true],
  [['order.paid'], 'order.paid', true],
  [['order.*', 'stock.changed'], 'product.created', false],
  [['order.created'], 'order.paid', false],
  [[], 'order.paid', false],
  [['*'], PING, false],
])('a filter of %j wants %s: %s', (filter, type, wanted) => {
  expect(isWanted(filter, type)).toBe(wanted);
});
