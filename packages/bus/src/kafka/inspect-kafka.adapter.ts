import type { KafkaSettings } from './kafka-connection.adapter.js';
import type { KafkaSecurity } from './kafka-security.js';
import { KafkaTopics } from './kafka-topics.adapter.js';

/** What a cluster says of itself and of the topics. */
export interface KafkaFacts {
  brokers: number;
  /** Topics that exist. */
  topics: { topic: string; partitions: number; withoutLeader: number; underReplicated: number }[];
  /** Topics that are to be made at the first start. */
  missing: string[];
}

/**
 * Asks a cluster about its brokers and these topics; makes nothing. Rejects when it does not
 * answer.
 */
export async function inspectKafka(
  brokers: readonly string[],
  security: KafkaSecurity,
  names: readonly string[],
): Promise<KafkaFacts> {
  const settings: KafkaSettings = {
    brokers,
    security,
    secrets: [],
    clientId: 'emporium-doctor',
    prefix: '',
    partitions: 1,
    replicationFactor: -1,
    sessionTimeoutMs: 30_000,
    deadLetterMs: 0,
    log: () => undefined,
  };
  const cluster = new KafkaTopics(settings);
  try {
    return await cluster.use(async (admin) => {
      const { brokers: members } = await admin.describeCluster();
      const existing = new Set(await admin.listTopics());
      const there = names.filter((name) => existing.has(name));
      const { topics } =
        there.length > 0 ? await admin.fetchTopicMetadata({ topics: there }) : { topics: [] };
      return {
        brokers: members.length,
        missing: names.filter((name) => !existing.has(name)),
        topics: topics.map(({ name, partitions }) => ({
          topic: name,
          partitions: partitions.length,
          withoutLeader: partitions.filter(({ leader }) => leader < 0).length,
          underReplicated: partitions.filter(({ isr, replicas }) => isr.length < replicas.length)
            .length,
        })),
      };
    });
  } finally {
    await cluster.close();
  }
}
