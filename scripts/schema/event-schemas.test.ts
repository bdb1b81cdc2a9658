import { declaredEvents, defineEvent } from '@emporium/bus/define-event';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { eventDocs } from './event-docs.js';
import { eventSchema, eventSchemas } from './event-schemas.js';

it('events are sorted and name the subgraph that publishes them, whoever loaded it first', async () => {
  await import('@emporium/orders-events');
  await eventSchemas([]);
  // Tests of other files, which may share this process, declare events of their own.
  const schemas = await eventSchemas(
    declaredEvents().filter(({ type }) => !/^(TEST|CONTRACT)_/.test(type)),
  );
  expect(schemas.map(({ title }) => title)).toEqual(schemas.map(({ title }) => title).sort());
  const sources = Object.fromEntries(schemas.map((schema) => [schema.title, schema['x-source']]));
  expect(sources).toMatchObject({
    ORDER_PAID: '/emporium/orders',
    PRODUCT_UPDATED: '/emporium/catalog',
    STOCK_CHANGED: '/emporium/catalog',
  });
});

it('an event is published with its topic, version and open object schema; one declared elsewhere is refused', async () => {
  const event = defineEvent(
    'TEST_HAPPENED',
    'order_events',
    z.object({ id: z.string(), note: z.string().optional() }),
    {
      description: 'A test | ran.',
      schemaVersion: 2,
    },
  );
  const schema = eventSchema(event as never, 'orders');
  expect(schema).toMatchObject({
    'x-topic': 'order_events',
    'x-schema-version': 2,
    type: 'object',
    required: ['id'],
  });
  expect(schema).not.toHaveProperty('additionalProperties');
  expect(eventDocs([schema])).toContain('| orders | 2 | A test \\| ran. | `id` `note?` |');
  await expect(eventSchemas([event as never])).rejects.toThrow(
    'event TEST_HAPPENED: declare and export it',
  );
});
