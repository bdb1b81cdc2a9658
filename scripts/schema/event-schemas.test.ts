import { defineEvent } from '@emporium/bus/define-event';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { eventDocs } from './event-docs.js';
import { eventSchemas } from './event-schemas.js';

it('an event is published with its topic, version and open object schema, and is listed in the docs', async () => {
  defineEvent('TEST_HAPPENED', 'order_events', z.object({ id: z.string(), note: z.string().optional() }), {
    description: 'A test | ran.',
    schemaVersion: 2,
  });
  const schemas = await eventSchemas();
  const schema = schemas.find(({ title }) => title === 'TEST_HAPPENED');
  expect(schema).toMatchObject({ 'x-topic': 'order_events', 'x-schema-version': 2, type: 'object', required: ['id'] });
  expect(schema).not.toHaveProperty('additionalProperties');
  expect(schemas.map(({ title }) => title)).toEqual(schemas.map(({ title }) => title).sort());
  expect(eventDocs(schemas)).toContain('| 2 | A test \\| ran. | `id` `note?` |');
});
