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

/** Old events again, reordered and twice, then broken ones of all kinds. Returns the broken ones. */
export async function makeNoise(bus: EventBus, sent: readonly OutgoingMessage[], random: Random): Promise<Poison[]> {
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
    const sample = JSON.parse(late.find((message) => message.topic === topic)!.value) as { type: string };
    const values: [string[], (marker: string) => string][] = [
      [groupsOf(topic), (marker) => `{"broken": "${marker}`],
      [groupsOf(topic), (marker) => JSON.stringify({ ...sample, id: marker, type: 'NOBODY_KNOWS_THIS' })],
      [groupsOf(topic), (marker) => JSON.stringify({ hello: marker })],
      // Who does not handle the type does not look at its data.
      [groupsOf(topic, sample.type), (marker) => JSON.stringify({ ...sample, id: marker, data: { nothing: marker } })],
    ];
    return values.map(([groups, value]): OutgoingMessage => {
      const marker = randomUUID();
      poisons.push({ marker, groups });
      return { topic, key: marker, value: value(marker), headers: {} };
    });
  });
  await bus.publish([...late, ...broken]);
  return poisons;
}

/** The groups that follow a topic, or only those that handle a type of it. */
function groupsOf(topic: string, type?: string): string[] {
  return subgraphs.flatMap((definition) =>
    (definition.consumers ?? []).flatMap(({ group, handlers }) =>
      handlers.some(({ event }) => event.topic === topic && (type === undefined || event.type === type)) ? [group] : [],
    ),
  );
}
