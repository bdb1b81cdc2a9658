import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage, Message } from 'kafkajs';
import type { DeadLetter } from '../event-bus.js';
import { within } from './kafka-connection.adapter.js';
import { groupNames, ownHeaders, REPLAYED_HEADER, textHeaders } from './kafka-names.js';
import type { KafkaSender } from './kafka-sender.adapter.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';

const READ_LIMIT_MS = 60_000;

/** A dead letter with the parts that a replay sends again. */
interface StoredLetter {
  letter: DeadLetter;
  raw: KafkaMessage;
}

/**
 * Dead letters of the groups, each in a topic `<group>.dlq`. Kafka cannot remove a message, so a replay adds an entry that says which
 * letter it took; a list is the letters without such an entry.
 */
export class KafkaDeadLetters {
  constructor(
    private readonly kafka: Kafka,
    private readonly prefix: string,
    private readonly topics: KafkaTopics,
    private readonly sender: KafkaSender,
  ) {}

  /** Adds a message with its original bytes, key and headers. Rejects when the cluster did not take it. */
  async add(
    group: string,
    raw: KafkaMessage,
    about: { error: string; topic: string; partition: number; offset: string; attempts: number },
  ): Promise<void> {
    const names = groupNames(this.prefix, group);
    const headers = {
      ...ownHeaders(raw.headers ?? {}),
      'x-error': about.error.slice(0, 2_000),
      'x-topic': about.topic,
      'x-partition': String(about.partition),
      'x-offset': about.offset,
      'x-attempts': String(about.attempts),
    };
    await this.send(names.deadLetters, group, [{ key: raw.key, value: raw.value, headers }]);
  }

  /** Letters that were not replayed, oldest first. */
  async list(group: string, page: { first: number; after?: string }): Promise<DeadLetter[]> {
    const after = page.after !== undefined && /^\d{1,15}$/.test(page.after) ? Number(page.after) : -1;
    const letters = [...(await this.read(group)).values()].map(({ letter }) => letter);
    return letters.filter((letter) => Number(letter.id) > after).slice(0, page.first);
  }

  /** Sends letters to the group alone; first the message and then the mark, so that a crash between them repeats and never loses. */
  async replay(group: string, ids?: readonly string[]): Promise<number> {
    const names = groupNames(this.prefix, group);
    const letters = [...(await this.read(group)).values()].filter(({ letter }) => !ids || ids.includes(letter.id));
    if (letters.length === 0) return 0;
    await this.send(
      names.retry,
      group,
      letters.map(({ raw }) => ({ key: raw.key, value: raw.value, headers: raw.headers ?? {} })),
    );
    await this.send(
      names.deadLetters,
      group,
      letters.map(({ letter }) => ({ key: null, value: null, headers: { [REPLAYED_HEADER]: letter.id } })),
    );
    return letters.length;
  }

  private async send(topic: string, group: string, messages: Message[]): Promise<void> {
    const outcomes = await this.sender.send(topic, messages, () => this.topics.ensureOfGroup(groupNames(this.prefix, group)));
    const refusal = outcomes.find((outcome) => outcome !== undefined);
    if (refusal !== undefined) throw new Error(`${topic}: ${refusal}`);
  }

  private async read(group: string): Promise<Map<string, StoredLetter>> {
    const { deadLetters: topic } = groupNames(this.prefix, group);
    const letters = new Map<string, StoredLetter>();
    const end = await this.topics.use(async (admin) => {
      if (!(await admin.listTopics()).includes(topic)) return 0;
      const [offsets] = await admin.fetchTopicOffsets(topic);
      return Number(offsets?.low) < Number(offsets?.high) ? Number(offsets?.high) : 0;
    });
    if (end === 0) return letters;
    await this.readTo(topic, end, (raw) => {
      const headers = textHeaders(raw.headers);
      const replayed = headers[REPLAYED_HEADER];
      if (replayed !== undefined) letters.delete(replayed);
      else letters.set(raw.offset, { raw, letter: this.toLetter(group, raw, headers) });
    });
    return letters;
  }

  /** Reads the topic from its start to the given offset with a reader group of its own, which is removed afterwards. */
  private async readTo(topic: string, end: number, each: (message: KafkaMessage) => void): Promise<void> {
    const groupId = `${this.prefix}dead-letter-reader-${randomUUID()}`;
    const consumer = this.kafka.consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 200,
      retry: { restartOnFailure: async () => false },
    });
    let limit: NodeJS.Timeout | undefined;
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        limit = setTimeout(() => reject(new Error(`${topic} could not be read in time`)), READ_LIMIT_MS);
        consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
        const eachBatch = async ({ batch }: { batch: { messages: KafkaMessage[]; lastOffset(): string } }) => {
          for (const message of batch.messages) if (Number(message.offset) < end) each(message);
          if (Number(batch.lastOffset()) + 1 >= end) resolve();
        };
        consumer.run({ autoCommit: false, eachBatch }).catch(reject);
      });
    } finally {
      clearTimeout(limit);
      await within(5_000, consumer.disconnect());
      await this.topics.use((admin) => admin.deleteGroups([groupId])).catch(() => undefined);
    }
  }

  private toLetter(group: string, raw: KafkaMessage, headers: Record<string, string>): DeadLetter {
    const topic = headers['x-topic'] ?? '';
    return {
      id: raw.offset,
      group,
      topic: topic.startsWith(this.prefix) ? topic.slice(this.prefix.length) : topic,
      partition: Number(headers['x-partition'] ?? 0),
      offset: headers['x-offset'] ?? '',
      key: raw.key?.toString() ?? null,
      value: raw.value,
      headers: ownHeaders(headers),
      error: headers['x-error'] ?? '',
      attempts: Number(headers['x-attempts'] ?? 1),
      at: new Date(Number(raw.timestamp)),
    };
  }
}
