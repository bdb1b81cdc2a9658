import { parseEnvelope } from '@emporium/bus/consume-events';
import type { OutgoingMessage } from '@emporium/bus/event-bus';
import { declaredTopics } from '@emporium/bus/define-event';
import { openKafkaEventBus } from '@emporium/bus/kafka-event-bus.adapter';
import '@emporium/shop/subgraphs';
import { EVENT_SECRET } from './services.js';

/** The topics of all events, which the subgraphs declare. */
export const TOPICS: readonly string[] = declaredTopics();

interface Seen {
  topic: string;
  partition: number;
  offset: number;
  key: string;
  id: string;
  type: string;
  version: number;
}

/** Watches what really goes over the bus. */
export interface BusObserver {
  bus: ReturnType<typeof openKafkaEventBus>;
  /** Each event as it was first sent; outboxes forget what they have sent. */
  firstEvents(): OutgoingMessage[];
  /** Messages that are events, each place of the log once. */
  count(): number;
  /** Ids of events that were published more than once. */
  repeated(): string[];
  /** I13: one line per event that came, for the first time, after a later one of its key. */
  disorder(): string[];
  close(): Promise<void>;
}

/** Reads all topics from the beginning with a group of its own. Needs no topic to exist yet. */
export async function observeBus(brokers: string): Promise<BusObserver> {
  const bus = openKafkaEventBus({
    brokers: [brokers],
    clientId: 'fault-observer',
    partitions: 3,
    secrets: [EVENT_SECRET],
  });
  const seen = new Map<string, Seen>();
  const first = new Map<string, OutgoingMessage>();
  await bus.subscribe({
    group: 'fault-observer',
    topics: TOPICS,
    handle: async (message) => {
      const { topic, partition, offset, key } = message;
      try {
        const { id, type, aggregateversion } = parseEnvelope(message);
        if (!first.has(id))
          first.set(id, {
            topic,
            key: key ?? '',
            value: message.value!.toString(),
            headers: message.headers,
          });
        seen.set(`${topic}/${partition}/${offset}`, {
          topic,
          partition,
          offset: Number(offset),
          key: key ?? '',
          id,
          type,
          version: aggregateversion,
        });
      } catch {
        // Broken on purpose.
      }
    },
  });
  return {
    bus,
    firstEvents: () => [...first.values()],
    count: () => seen.size,
    repeated: () =>
      [...Map.groupBy(seen.values(), ({ id }) => id)].flatMap(([id, places]) =>
        places.length > 1 ? [`${places[0]!.type} ${id}`] : [],
      ),
    disorder: () => {
      const known = new Set<string>();
      const latest = new Map<string, Seen>();
      const wrong: string[] = [];
      const inOrder = [...seen.values()].sort(
        (a, b) =>
          a.topic.localeCompare(b.topic) || a.partition - b.partition || a.offset - b.offset,
      );
      for (const event of inOrder) {
        if (known.has(event.id)) continue;
        known.add(event.id);
        const place = `${event.topic} ${event.key}`;
        const before = latest.get(place);
        if (before && before.version > event.version)
          wrong.push(
            `${place}: ${event.type} ${event.version} came after ${before.type} ${before.version}`,
          );
        else latest.set(place, event);
      }
      return wrong;
    },
    close: () => bus.close(),
  };
}
