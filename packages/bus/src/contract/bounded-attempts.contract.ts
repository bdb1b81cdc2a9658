import { expect, test } from 'vitest';
import { z } from 'zod';
import { consumeEvents } from '../consume-events.js';
import { defineEvent } from '../define-event.js';
import type { OutgoingMessage } from '../event-bus.js';
import type { BusTest } from './bus-test.contract.js';

const Probe = defineEvent('CONTRACT_PROBE', 'product_events', z.object({ body: z.string() }), {
  description: 'Of this suite alone.',
});

function envelope(key: string, body: string): OutgoingMessage {
  const value = {
    specversion: '1.0',
    id: `evt-${body}`,
    type: Probe.type,
    source: '/emporium/contract',
    subject: key,
    time: '2026-01-01T00:00:00.000Z',
    aggregateversion: 1,
    schemaversion: 1,
    data: { body },
  };
  return {
    topic: Probe.topic,
    key,
    value: JSON.stringify(value),
    headers: { id: value.id, type: Probe.type },
  };
}

/** Every error ends: in success, or, when trying again cannot help, in the dead letters. */
export function boundedAttempts(bus: BusTest): void {
  test('a valid event whose handler fails every time is given up with the reason, and the rest of its key goes on', async () => {
    const sender = await bus.open();
    const handled: string[] = [];
    let attempts = 0;
    await consumeEvents(sender, {
      group: 'orders-bounded',
      maxAttempts: 3,
      isTransient: async () => false,
      describeFailure: () => 'database error 22003',
      handlers: [
        {
          event: Probe,
          handle: async ({ data }) => {
            if (data.body === 'two')
              throw new Error(`value ${++attempts} of ada@example.com is out of range`);
            handled.push(data.body);
          },
        },
      ],
    });
    await sender.publish(['one', 'two', 'three'].map((body) => envelope('k', body)));
    await bus.eventually(() => expect(handled).toEqual(['one', 'three']));
    expect(attempts).toBe(3);
    const letters = await sender.deadLetters('orders-bounded', { first: 10 });
    expect(letters).toMatchObject([
      {
        key: 'k',
        error: 'given up after 3 attempts: database error 22003',
        headers: { id: 'evt-two' },
      },
    ]);
  });

  test('an event is never given up while what fails may pass by itself, however often it failed', async () => {
    const sender = await bus.open();
    const handled: string[] = [];
    let attempts = 0;
    await consumeEvents(sender, {
      group: 'orders-patient',
      maxAttempts: 2,
      isTransient: async () => attempts < 8,
      handlers: [
        {
          event: Probe,
          handle: async ({ data }) => {
            if (++attempts < 9) throw new Error('the store is away');
            handled.push(data.body);
          },
        },
      ],
    });
    await sender.publish([envelope('k', 'one')]);
    await bus.eventually(() => expect(handled).toEqual(['one']));
    expect(await sender.deadLetters('orders-patient', { first: 10 })).toEqual([]);
  });
}
