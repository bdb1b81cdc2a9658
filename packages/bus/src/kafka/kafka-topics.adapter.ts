import { retry } from '@emporium/resilience/retry';
import type { Admin } from 'kafkajs';
import { SerialQueue } from '../serial-queue.js';
import {
  CALL_LIMIT_MS,
  type KafkaSettings,
  UNTIL_TOPIC_IS_KNOWN,
  within,
} from './kafka-connection.adapter.js';
import { callingLink, type KafkaLink } from './kafka-link.adapter.js';
import type { GroupNames } from './kafka-names.js';
import { unavailable } from './unavailable.adapter.js';

// Kafka's own limit of a batch plus room for the headers that a dead letter gets.
const DEAD_LETTER_BYTES = 2_000_000;

/**
 * Topics, offsets and groups over one admin connection that is opened on first use and replaced
 * after a failure.
 */
export class KafkaTopics {
  private line: { admin: Admin; link: KafkaLink } | undefined;
  private readonly queue = new SerialQueue();
  private readonly known = new Set<string>();

  constructor(private readonly settings: KafkaSettings) {}

  /** Creates event topics that are missing. */
  async ensure(topics: readonly string[]): Promise<void> {
    const { partitions, replicationFactor } = this.settings;
    await this.create(
      topics.map((topic) => ({ topic, numPartitions: partitions, replicationFactor })),
    );
  }

  /** Creates the topics that belong to a group. */
  async ensureOfGroup({ deadLetters, retry, replayed, skipped }: GroupNames): Promise<void> {
    const { replicationFactor, deadLetterMs } = this.settings;
    const configEntries = (retentionMs: number) => [
      { name: 'retention.ms', value: String(retentionMs) },
      { name: 'max.message.bytes', value: String(DEAD_LETTER_BYTES) },
    ];
    await this.create([
      // One partition keeps the letters of a group in one order.
      ...[deadLetters, retry, skipped].map((topic) => ({
        topic,
        numPartitions: 1,
        replicationFactor,
        configEntries: configEntries(deadLetterMs),
      })),
      // A mark must not go before its letter, and Kafka only drops whole segments.
      {
        topic: replayed,
        numPartitions: 1,
        replicationFactor,
        configEntries: configEntries(2 * deadLetterMs),
      },
    ]);
  }

  /**
   * Lowest offset of a topic of one partition, and the one behind its last message; 0 and 0 when
   * there is no such topic.
   */
  ends(topic: string): Promise<{ low: number; high: number }> {
    return this.use(async (admin) => {
      if (!(await admin.listTopics()).includes(topic)) return { low: 0, high: 0 };
      const [offsets] = await admin.fetchTopicOffsets(topic);
      return { low: Number(offsets?.low ?? 0), high: Number(offsets?.high ?? 0) };
    });
  }

  /** How many messages each topic holds; those that do not exist are left out. */
  sizes(topics: readonly string[]): Promise<Map<string, number>> {
    return this.use(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const sizes = new Map<string, number>();
      for (const topic of topics.filter((name) => existing.has(name))) {
        const offsets = await admin.fetchTopicOffsets(topic);
        sizes.set(
          topic,
          offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0),
        );
      }
      return sizes;
    });
  }

  /** Deletes the messages of a topic of one partition that stand before the offset. */
  deleteBefore(topic: string, offset: number): Promise<void> {
    return this.use((admin) =>
      admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] }),
    );
  }

  /** Forgets which topics exist, after the cluster said that one does not. */
  forget(): void {
    this.known.clear();
  }

  /** Messages that each group has not committed yet, over its topics. */
  lags(groups: readonly { groupId: string; topics: readonly string[] }[]): Promise<number[]> {
    return this.use(async (admin) => {
      const ends = new Map<string, Awaited<ReturnType<Admin['fetchTopicOffsets']>>>();
      for (const topic of new Set(groups.flatMap(({ topics }) => topics)))
        ends.set(topic, await admin.fetchTopicOffsets(topic));
      return Promise.all(
        groups.map(async ({ groupId, topics }) => {
          const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
          const lags = committed.flatMap(({ topic, partitions }) => {
            const read = new Map(
              partitions.map(({ partition, offset }) => [partition, Number(offset)]),
            );
            // Without a commit (-1) the group starts at the low end.
            return ends
              .get(topic)!
              .map(
                ({ partition, high, low }) =>
                  Number(high) - Math.max(read.get(partition) ?? -1, Number(low)),
              );
          });
          return lags.reduce((sum, lag) => sum + lag, 0);
        }),
      );
    });
  }

  /**
   * Runs a task on the admin connection, one at a time. Rejects with EventBusUnavailableError or
   * DeadlineError when the cluster is away.
   */
  use<T>(task: (admin: Admin) => Promise<T>, limitMs: number = CALL_LIMIT_MS): Promise<T> {
    const attempt = async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => this.drop(), { once: true });
      this.line ??= this.open();
      const { admin } = this.line;
      try {
        // Does nothing when it is connected.
        await admin.connect();
        return await task(admin);
      } catch (error) {
        // Whoever is next has a line of his own by now.
        if (!signal.aborted) this.drop();
        throw unavailable(error);
      }
    };
    return this.queue.runWithin({ ms: limitMs, what: 'a question to the cluster' }, attempt);
  }

  async close(): Promise<void> {
    const { line } = this;
    if (line) await within(5_000, line.admin.disconnect());
    this.drop();
  }

  private open(): { admin: Admin; link: KafkaLink } {
    const link = callingLink(this.settings);
    return { admin: link.kafka.admin(), link };
  }

  private drop(): void {
    const { line } = this;
    this.line = undefined;
    if (!line) return;
    line.link.cut();
    line.admin.disconnect().catch(() => undefined);
  }

  private async create(
    topics: { topic: string; numPartitions: number; replicationFactor: number }[],
  ): Promise<void> {
    if (topics.every(({ topic }) => this.known.has(topic))) return;
    const createMissing = async (admin: Admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ topic }) => !existing.has(topic));
      if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
    };
    await retry(() => this.use(createMissing), UNTIL_TOPIC_IS_KNOWN);
    for (const { topic } of topics) this.known.add(topic);
  }
}
