import { expect, it } from 'vitest';
import { z } from 'zod';
import { eventBreaks, type JsonSchema } from './event-compatibility.js';

const json = (schema: z.ZodType, version = 1, topic = 'order_events') =>
  ({
    'x-topic': topic,
    'x-schema-version': version,
    ...z.toJSONSchema(schema, { io: 'input' }),
  }) as JsonSchema;

const line = z.object({ sku: z.string(), quantity: z.number().int() });
const order = z.object({
  id: z.string(),
  email: z.string().nullable(),
  lines: z.array(line),
  note: z.string().optional(),
});
const old = json(order);

it('optional additions and dropped optional fields are compatible', () => {
  expect(
    eventBreaks(
      'ORDER',
      old,
      json(order.omit({ note: true }).extend({ channel: z.string().optional() })),
    ),
  ).toEqual([]);
});

it('a required property that goes, changes its type or becomes optional is found at any depth', () => {
  expect(eventBreaks('ORDER', old, json(order.omit({ id: true })))[0]).toContain(
    'ORDER.id: was required and is gone',
  );
  expect(eventBreaks('ORDER', old, json(order.extend({ email: z.string() })))[0]).toContain(
    'ORDER.email: was null|string, is string',
  );
  expect(
    eventBreaks(
      'ORDER',
      old,
      json(order.extend({ lines: z.array(line.extend({ quantity: z.string() })) })),
    )[0],
  ).toContain('ORDER.lines[].quantity');
  expect(eventBreaks('ORDER', old, json(order.partial({ id: true })))[0]).toContain(
    'may now be missing',
  );
});

it('a nullable object is compared like an object', () => {
  const nested = (shape: z.ZodType) => json(z.object({ contact: shape }));
  const contact = z.object({ name: z.string() });
  expect(
    eventBreaks(
      'ORDER',
      nested(contact.nullable()),
      nested(z.object({ age: z.number() }).nullable()),
    ),
  ).toHaveLength(2);
});

it('a newly required property needs a new schema version, because old events lack it', () => {
  const more = order.extend({ channel: z.string() });
  expect(eventBreaks('ORDER', old, json(more))[0]).toContain('raise schemaVersion');
  expect(eventBreaks('ORDER', old, json(more, 2))).toEqual([]);
});

it('a required property may go with a new schema version, and only then', () => {
  const less = order.omit({ email: true });
  expect(eventBreaks('ORDER', old, json(less))[0]).toContain('keep it or raise schemaVersion');
  expect(eventBreaks('ORDER', old, json(less, 2))).toEqual([]);
  expect(eventBreaks('ORDER', old, json(order.extend({ email: z.number() }), 2))[0]).toContain(
    'ORDER.email: was null|string',
  );
});

it('an event that disappears or changes its topic is found', () => {
  expect(eventBreaks('ORDER', old, undefined)[0]).toContain('is gone');
  expect(eventBreaks('ORDER', old, json(order, 1, 'auth_events'))[0]).toContain('moved from topic');
});
