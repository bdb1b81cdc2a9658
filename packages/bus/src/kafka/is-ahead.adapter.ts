import type { MessagePosition } from '../event-bus.js';
import type { GroupNames } from './kafka-names.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';

/**
 * Whether a message is in the log and the group has not committed it, or may wait among those that
 * were replayed, which keep their former place. Rejects when the cluster is away or has no such
 * topic.
 */
export async function isAhead(
  topics: KafkaTopics,
  { groupId, retry }: GroupNames,
  { topic, partition, offset }: MessagePosition,
): Promise<boolean> {
  const ahead = await topics.use(async (admin) => {
    const end = (await admin.fetchTopicOffsets(topic)).find((each) => each.partition === partition);
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const read = Number(
      committed?.partitions.find((each) => each.partition === partition)?.offset ?? -1,
    );
    return (
      end !== undefined &&
      Number(offset) < Number(end.high) &&
      Number(offset) >= Math.max(read, Number(end.low))
    );
  });
  return ahead || ((await topics.lags([{ groupId, topics: [retry] }]))[0] ?? 0) > 0;
}
