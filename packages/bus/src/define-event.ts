import type { z } from 'zod';

/** The public contract of one event type. */
export interface EventDefinition<T = unknown> {
  type: string;
  /** The topic it travels on, `<noun>_events`; its owner declares it. */
  topic: string;
  schema: z.ZodType<T>;
  schemaVersion: number;
  description: string;
}

/** The data of an event: `EventData<typeof OrderPaid>`. */
export type EventData<E> = E extends EventDefinition<infer T> ? T : never;

const registry = new Map<string, EventDefinition>();

/**
 * Declares an event: its type, the topic it travels on and the schema of its data. Call it only in
 * a subgraph's package of events. Throws when the type is declared twice on different topics.
 */
export function defineEvent<T>(
  type: string,
  topic: string,
  schema: z.ZodType<T>,
  options: { description: string; schemaVersion?: number },
): EventDefinition<T> {
  const definition = {
    type,
    topic,
    schema,
    schemaVersion: options.schemaVersion ?? 1,
    description: options.description,
  };
  const known = registry.get(type);
  if (known && known.topic !== topic)
    throw new Error(`event ${type} is already declared on topic ${known.topic}`);
  registry.set(type, definition as EventDefinition);
  return definition;
}

/**
 * All events declared by the modules loaded so far; used for schema generation and to tell "not
 * mine" from "unknown".
 */
export function declaredEvents(): EventDefinition[] {
  return [...registry.values()];
}

/** The topics of all events declared by the modules loaded so far. */
export function declaredTopics(): string[] {
  return [...new Set(declaredEvents().map(({ topic }) => topic))];
}
