import { expect, test } from 'vitest';
import { z } from 'zod';
import { consumeEvents } from '../consume-events.js';
import { defineEvent } from '../define-event.js';
import type { BusTest } from './bus-test.contract.js';

const renamed = defineEvent('CONTRACT_RENAMED', 'product_events', z.object({ name: z.string() }), {
  description: 'For the contract suite.',
});
defineEvent('CONTRACT_OTHER', 'product_events', z.object({}), { description: 'Heard by others.' });

function envelope(change: object = {}): string {
  const base = {
    specversion: '1.0',
    id: 'e1',
    type: 'CONTRACT_RENAMED',
    source: '/emporium/test',
    subject: 'k',
    time: '2026-01-01T00:00:00Z',
  };
  return JSON.stringify({
    ...base,
    aggregateversion: 1,
    schemaversion: 1,
    data: { name: 'x' },
    ...change,
  });
}

const broken: Record<string, Buffer | null> = {
  'no value': null,
  'zero bytes': Buffer.alloc(0),
  'not JSON': Buffer.from('{"specversion": "1.0"'),
  // A valid event but for one byte, which must not quietly become a replacement character.
  'not UTF-8': Buffer.from(envelope({ data: { name: 'f\u00fc' } }), 'latin1'),
  'JSON null': Buffer.from('null'),
  'no envelope': Buffer.from('{"hello": 1}'),
  'undeclared type': Buffer.from(envelope({ type: 'CONTRACT_UNHEARD_OF' })),
  'invalid data': Buffer.from(envelope({ data: { name: 5 } })),
  'future schema version': Buffer.from(envelope({ schemaversion: 2 })),
};

/** Garbage from foreign producers. */
export function brokenMessages(bus: BusTest): void {
  test('whatever is no valid event goes to the dead letters unchanged and the valid ones around it are handled', async () => {
    const receiver = await bus.open();
    await receiver.ensureTopics(['product_events']);
    const names: string[] = [];
    const errors: string[] = [];
    await consumeEvents(receiver, {
      group: 'orders-broken',
      handlers: [{ event: renamed, handle: async ({ data }) => void names.push(data.name) }],
      onError: (error) => {
        errors.push(error.name);
        throw new Error('a broken log changes nothing');
      },
    });
    await bus.harness.sendRaw({
      topic: 'product_events',
      key: 'k',
      value: Buffer.from(envelope({ data: { name: 'first' } })),
      headers: {},
    });
    for (const [name, value] of Object.entries(broken)) {
      await bus.harness.sendRaw({ topic: 'product_events', key: 'k', value, headers: { name } });
    }
    await bus.harness.sendRaw({
      topic: 'product_events',
      key: 'k',
      value: Buffer.from(envelope({ type: 'CONTRACT_OTHER' })),
      headers: {},
    });
    await bus.harness.sendRaw({
      topic: 'product_events',
      key: 'k',
      value: Buffer.from(envelope({ data: { name: 'last', more: 1 } })),
      headers: {},
    });
    await bus.eventually(() => expect(names).toEqual(['first', 'last']));
    const letters = await receiver.deadLetters('orders-broken', { first: 100 });
    expect(letters.map((letter) => letter.headers['name'])).toEqual(Object.keys(broken));
    for (const letter of letters) expect(letter.value).toEqual(broken[letter.headers['name']!]);
    expect(new Set(errors)).toEqual(new Set(['PoisonMessageError']));
  });

  test('any error of a handler reaches the bus as a plain Error and is retried', async () => {
    const receiver = await bus.open();
    let calls = 0;
    const seen: Error[] = [];
    await consumeEvents(receiver, {
      group: 'orders-plain',
      handlers: [
        {
          event: renamed,
          handle: async () => {
            calls += 1;
            if (calls === 1) throw new SyntaxError('odd');
            // oxlint-disable-next-line typescript/only-throw-error
            if (calls === 2) throw 'a string';
          },
        },
      ],
      onError: (error) => void seen.push(error),
    });
    await receiver.publish([{ topic: 'product_events', key: 'k', value: envelope(), headers: {} }]);
    await bus.eventually(() => expect(calls).toBe(3));
    expect(seen.map((error) => [error.constructor, error.name, error.message])).toEqual([
      [Error, 'Error', 'odd'],
      [Error, 'Error', 'a string'],
    ]);
  });
}
