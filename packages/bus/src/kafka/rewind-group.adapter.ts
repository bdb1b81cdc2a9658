import type { Admin } from 'kafkajs';
import type { GroupNames } from './kafka-names.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';

/**
 * Sets a group back on every event topic it has read: to the first message that was sent at `since`
 * or later, without it to the start. A partition that the group has not read so far yet stays where
 * it is. Returns how many messages the group gets now. Throws when there is no such group, or when
 * another process still runs a member of it: Kafka changes the offsets of an empty group only. A
 * group that `exists` without having handled anything begins at the start anyway.
 */
export async function rewindGroup(
  topics: KafkaTopics,
  { groupId, retry }: GroupNames,
  { since, exists }: { since?: Date | undefined; exists: boolean },
): Promise<number> {
  return topics.use(async (admin) => {
    const { groups } = await admin.describeGroups([groupId]);
    const committed = (await admin.fetchOffsets({ groupId })).filter(({ partitions }) =>
      partitions.some(({ offset }) => Number(offset) >= 0),
    );
    if (committed.length === 0 && !exists) throw new Error(`there is no consumer group ${groupId}`);
    if ((groups[0]?.members.length ?? 0) > 0)
      throw new Error(`consumer group ${groupId} runs in another process; stop it first`);
    let messages = 0;
    for (const { topic, partitions } of committed) {
      // Replayed dead letters stand in the event topics too.
      if (topic === retry) continue;
      const read = new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      const targets = (await positionsAt(admin, topic, since)).map(
        ({ partition, offset, low, high }) => {
          const reached = read.get(partition) ?? -1;
          // Without a commit the group is still at the low end.
          return { partition, high, offset: Math.min(offset, reached < 0 ? low : reached) };
        },
      );
      const seeks = targets.map(({ partition, offset }) => ({ partition, offset: String(offset) }));
      await admin.setOffsets({ groupId, topic, partitions: seeks });
      messages += targets.reduce((sum, { offset, high }) => sum + Math.max(0, high - offset), 0);
    }
    return messages;
  });
}

/**
 * Where each partition of the topic stood at the time: behind its last message when none came
 * since.
 */
async function positionsAt(admin: Admin, topic: string, since: Date | undefined) {
  const atTime = new Map(
    (since ? await admin.fetchTopicOffsetsByTimestamp(topic, since.getTime()) : []).map((p) => [
      p.partition,
      p.offset,
    ]),
  );
  return (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
    partition,
    low: Number(low),
    high: Number(high),
    offset: Number(atTime.get(partition) ?? low),
  }));
}
