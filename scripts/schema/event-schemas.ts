import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { declaredEvents } from '@emporium/bus/define-event';
import { z } from 'zod';
import { repoRoot } from './repo-root.js';
import { listedSubgraphs } from './rover-config.js';

/** The published contract of one event type: JSON Schema of its `data` plus what the envelope says about it. */
export interface EventSchema {
  title: string;
  description: string;
  'x-topic': string;
  'x-schema-version': number;
  'x-source': string;
  [keyword: string]: unknown;
}

/**
 * JSON Schemas of all events that the subgraphs declare, sorted by type. The input side of the zod schema is described: it is what
 * travels, and it leaves room for fields added later. Throws when a schema has no JSON form (a transform, a Date).
 */
export async function eventSchemas(): Promise<EventSchema[]> {
  const sources = new Map<string, string>();
  for (const { name } of listedSubgraphs()) {
    if (!existsSync(join(repoRoot, 'subgraphs', name, 'src/events.ts'))) continue;
    await import(`@emporium/${name}/events`);
    for (const event of declaredEvents()) if (!sources.has(event.type)) sources.set(event.type, name);
  }
  return declaredEvents()
    .map((event) => ({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: event.type,
      description: event.description,
      'x-topic': event.topic,
      'x-schema-version': event.schemaVersion,
      'x-source': `/emporium/${sources.get(event.type)}`,
      ...withoutDialect(z.toJSONSchema(event.schema, { io: 'input' })),
    }))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

function withoutDialect({ $schema: _dialect, ...schema }: Record<string, unknown>): Record<string, unknown> {
  return schema;
}
