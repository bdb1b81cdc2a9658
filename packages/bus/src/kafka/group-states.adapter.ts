import type { GroupState } from '../event-bus.js';
import type { KafkaSettings } from './kafka-connection.adapter.js';
import type { KafkaConsumer } from './kafka-consumer.adapter.js';
import type { KafkaDeadLetters } from './kafka-dead-letters.adapter.js';
import { groupNames } from './kafka-names.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';
import type { PartitionHandler } from './partition-handler.adapter.js';
import { positionOf, toReceived } from './to-received.adapter.js';

/** A group as it runs in this process. */
export interface GroupMember {
  consumer: KafkaConsumer;
  handler: PartitionHandler;
  retryTopic: string;
  topics: readonly string[];
}

/**
 * How the groups of this process are doing. Never rejects: a cluster that is away is a state to
 * report, with a lag that is not a number.
 */
export async function groupStates(
  running: ReadonlyMap<string, GroupMember>,
  { prefix }: KafkaSettings,
  topics: KafkaTopics,
  letters: KafkaDeadLetters,
): Promise<GroupState[]> {
  const members = [...running];
  if (members.length === 0) return [];
  const wanted = members.map(([group, member]) => ({
    groupId: groupNames(prefix, group).groupId,
    topics: member.topics,
  }));
  let unknown: string | undefined;
  // Both at once: each may take as long as a call may take altogether.
  const [lags, deadLetters] = await Promise.all([
    topics.lags(wanted).catch((error: Error) => {
      unknown = error.message;
      return [];
    }),
    letters.counts(members.map(([group]) => group)).catch(() => []),
  ]);
  return members.map(([group, { consumer, handler, retryTopic }], index) => {
    const lastError = consumer.failure ?? unknown;
    const { blockedBy, oldestAt, handledAt } = handler;
    return {
      group,
      lag: lags[index] ?? Number.NaN,
      idleSeconds: (Date.now() - handledAt) / 1_000,
      deadLetters: deadLetters[index] ?? 0,
      oldestSeconds: oldestAt === undefined ? 0 : Math.max(0, (Date.now() - oldestAt) / 1_000),
      ...(blockedBy ? { blockedBy: positionOf(toReceived(prefix, blockedBy, retryTopic)) } : {}),
      ...(lastError === undefined ? { state: 'running' } : { state: 'failing', lastError }),
    };
  });
}
