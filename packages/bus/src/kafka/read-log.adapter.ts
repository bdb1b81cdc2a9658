import { randomUUID } from 'node:crypto';
import { withDeadline } from '@emporium/resilience/deadline';
import type { KafkaMessage } from 'kafkajs';
import { type KafkaSettings, within } from './kafka-connection.adapter.js';
import { memberLink } from './kafka-link.adapter.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';

const READ_LIMIT_MS = 60_000;

/** Where to read a topic of one partition. */
export interface LogRange {
  topic: string;
  /** First offset; what is older than the topic's oldest message starts there. */
  from: number;
  /** Offset to stop before. */
  end: number;
}

/**
 * Reads messages in order until the range ends or `take` says that it has enough, and fetches no
 * further than that. It joins as a group of its own, which is removed afterwards. Rejects when the
 * cluster is away or slower than a minute.
 */
export async function readLog(
  { settings, topics }: { settings: KafkaSettings; topics: KafkaTopics },
  { topic, from, end }: LogRange,
  take: (message: KafkaMessage) => 'more' | 'enough',
): Promise<void> {
  if (from >= end) return;
  const groupId = `${settings.prefix}log-reader-${randomUUID()}`;
  const link = memberLink(settings);
  const consumer = link.kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 200,
    retry: { restartOnFailure: async () => false },
  });
  const read = async () => {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      let done = false;
      const eachMessage = async ({ message }: { message: KafkaMessage }) => {
        const offset = Number(message.offset);
        if (done || offset < from) return;
        done = offset >= end || take(message) === 'enough' || offset + 1 >= end;
        if (done) resolve();
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
      // Takes effect before the first fetch.
      consumer.seek({ topic, partition: 0, offset: String(from) });
    });
  };
  try {
    await withDeadline(READ_LIMIT_MS, `reading ${topic}`, read);
  } finally {
    await within(5_000, consumer.disconnect());
    link.cut();
    await topics.use((admin) => admin.deleteGroups([groupId])).catch(() => undefined);
  }
}
