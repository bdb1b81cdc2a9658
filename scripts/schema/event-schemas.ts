import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { declaredEvents, type EventDefinition } from '@emporium/bus/define-event';
import { z } from 'zod';
import { repoRoot } from './repo-root.js';
import { listedSubgraphs } from './rover-config.js';

/**
 * The published contract of one event type: JSON Schema of its `data` plus what the envelope says
 * about it.
 */
export interface EventSchema {
  title: string;
  description: string;
  'x-topic': string;
  'x-schema-version': number;
  'x-source': string;
  [keyword: string]: unknown;
}

/**
 * Describes one event. The input side of the zod schema is taken: it is what travels, and it leaves
 * room for fields added later. Throws when the schema has no JSON form (a transform, a Date).
 */
export function eventSchema(event: EventDefinition, publisher: string): EventSchema {
  const { $schema, ...data } = z.toJSONSchema(event.schema, { io: 'input' });
  return {
    $schema,
    title: event.type,
    description: event.description,
    'x-topic': event.topic,
    'x-schema-version': event.schemaVersion,
    'x-source': `/emporium/${publisher}`,
    ...data,
  };
}

/**
 * Schemas of these events (all that are declared in the process), sorted by type. Throws when one
 * is declared anywhere but in a subgraph's package of events.
 */
export async function eventSchemas(events?: readonly EventDefinition[]): Promise<EventSchema[]> {
  // By export, not by order of loading: another subgraph may have loaded the module long before.
  const publishers = new Map<unknown, string>();
  for (const { name } of listedSubgraphs()) {
    if (!existsSync(join(repoRoot, 'subgraphs', name, 'events/src/events.ts'))) continue;
    const module = (await import(`@emporium/${name}-events`)) as Record<string, unknown>;
    for (const exported of Object.values(module)) publishers.set(exported, name);
  }
  return (events ?? declaredEvents())
    .map((event) => {
      const publisher = publishers.get(event);
      if (!publisher)
        throw new Error(
          `event ${event.type}: declare and export it in the package of events of the subgraph that publishes it`,
        );
      return eventSchema(event, publisher);
    })
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}
