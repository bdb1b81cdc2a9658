import type { GroupNames } from './kafka-names.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';

/**
 * Sets a group back to the start of every event topic it has read. Throws when there is no such group, or when another process still
 * runs a member of it: Kafka changes the offsets of an empty group only.
 */
export async function rewindGroup(topics: KafkaTopics, { groupId, retry }: GroupNames): Promise<void> {
  await topics.use(async (admin) => {
    const { groups } = await admin.describeGroups([groupId]);
    const committed = (await admin.fetchOffsets({ groupId })).filter(({ partitions }) =>
      partitions.some(({ offset }) => Number(offset) >= 0),
    );
    if (committed.length === 0) throw new Error(`there is no consumer group ${groupId}`);
    if ((groups[0]?.members.length ?? 0) > 0) throw new Error(`consumer group ${groupId} runs in another process; stop it first`);
    // Replayed dead letters stand in the event topics too.
    for (const { topic } of committed) if (topic !== retry) await admin.resetOffsets({ groupId, topic, earliest: true });
  });
}
