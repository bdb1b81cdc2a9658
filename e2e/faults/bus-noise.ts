// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { randomUUID } from 'node:crypto';
import type { EventBus, OutgoingMessage } from '@emporium/bus/event-bus';
import { subgraphs } from '@emporium/shop/subgraphs';
import type { Random } from './random.js';

/** A message that must end as a dead letter of these groups. */
export interface Poison {
  marker: string;
  groups: string[];
}

/**
 * Old events again, reordered and twice, then broken ones of all kinds, and a valid one that no
 * table can hold. Returns the broken ones.
 */
export async function makeNoise(
  bus: EventBus,
  sent: readonly OutgoingMessage[],
  random: Random,
): Promise<Poison[]> {
  const byTopic = Map.groupBy(sent, ({ topic }) => topic);
  const old = [...byTopic.values()].flatMap((messages) =>
    random
      .shuffle(messages)
      .slice(0, 30)
      .map((message): OutgoingMessage => ({ ...message, headers: {} })),
  );
  const late = random.shuffle([...old, ...old]);
  const poisons: Poison[] = [];
  const broken = [...new Set(late.map(({ topic }) => topic))].flatMap((topic) => {
    const sample = JSON.parse(late.find((message) => message.topic === topic)!.value) as {
      type: string;
    };
    const values: [string[], (marker: string) => string][] = [
      [groupsOf(topic), (marker) => `{"broken": "${marker}`],
      [
        groupsOf(topic),
        (marker) => JSON.stringify({ ...sample, id: marker, type: 'NOBODY_KNOWS_THIS' }),
      ],
      [groupsOf(topic), (marker) => JSON.stringify({ hello: marker })],
      // Who does not handle the type does not look at its data.
      [
        groupsOf(topic, sample.type),
        (marker) => JSON.stringify({ ...sample, id: marker, data: { nothing: marker } }),
      ],
    ];
    return values.map(([groups, value]): OutgoingMessage => {
      const marker = randomUUID();
      poisons.push({ marker, groups });
      return { topic, key: marker, value: value(marker), headers: {} };
    });
  });
  const unusable = randomUUID();
  poisons.push({ marker: unusable, groups: ['media-usage'] });
  await bus.publish([...late, ...broken, unusableEvent(unusable)]);
  return poisons;
}

/**
 * An event that says nothing wrong and that `media-usage` can never store: the version is larger
 * than its column.
 */
function unusableEvent(marker: string): OutgoingMessage {
  const version = 3_000_000_000;
  const at = new Date().toISOString();
  const none = {
    parentId: null,
    position: 0,
    imageAssetId: 'med_none',
    createdAt: at,
    updatedAt: at,
  };
  const data = { id: marker, slug: marker, name: marker, version, ...none };
  const head = {
    specversion: '1.0',
    id: marker,
    type: 'CATEGORY_CREATED',
    source: '/emporium/catalog',
    subject: marker,
    time: at,
  };
  return {
    topic: 'product_events',
    key: marker,
    value: JSON.stringify({ ...head, aggregateversion: version, schemaversion: 1, data }),
    headers: {},
  };
}

/** The groups that follow a topic, or only those that handle a type of it. */
function groupsOf(topic: string, type?: string): string[] {
  return subgraphs.flatMap((definition) =>
    (definition.consumers ?? []).flatMap(({ group, handlers }) =>
      handlers.some(
        ({ event }) => event.topic === topic && (type === undefined || event.type === type),
      )
        ? [group]
        : [],
    ),
  );
}
