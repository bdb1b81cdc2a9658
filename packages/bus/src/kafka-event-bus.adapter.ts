import type { ISocketFactory } from 'kafkajs';
import { type Backoff, DEFAULT_BACKOFF } from '@emporium/resilience/backoff';
import {
  type EventBus,
  type GroupState,
  type MessagePlace,
  nameOfPlace,
  type OutgoingMessage,
  type PublishResult,
  type ReceivedMessage,
  type SubscribeOptions,
  type Subscription,
} from './event-bus.js';
import type { KafkaSettings } from './kafka/kafka-connection.adapter.js';
import type { KafkaSecurity } from './kafka/kafka-security.js';
import { KafkaConsumer } from './kafka/kafka-consumer.adapter.js';
import { KafkaDeadLetters } from './kafka/kafka-dead-letters.adapter.js';
import { groupNames, SKIPS_HEADER, textHeaders } from './kafka/kafka-names.js';
import { isAhead } from './kafka/is-ahead.adapter.js';
import { KafkaSkips } from './kafka/kafka-skips.adapter.js';
import { rewindGroup } from './kafka/rewind-group.adapter.js';
import { KafkaSender } from './kafka/kafka-sender.adapter.js';
import { KafkaTopics } from './kafka/kafka-topics.adapter.js';
import { positionOf, toReceived } from './kafka/to-received.adapter.js';
import { type GroupMember, groupStates } from './kafka/group-states.adapter.js';
import { PartitionHandler } from './kafka/partition-handler.adapter.js';
import { checkSignature } from './check-signature.js';
import { DEFAULT_DEAD_LETTER_MS } from './dead-letter-retention.js';
import { DEFAULT_MAX_MESSAGE_BYTES, permanentRefusal } from './message-size.js';
import { signMessage } from './sign-message.js';

export interface KafkaEventBusOptions {
  /** `host:port` each. */
  brokers: readonly string[];
  clientId?: string;
  /** Put before every topic and group; default none. */
  prefix?: string;
  /** Partitions of event topics that are created; default 6. */
  partitions?: number;
  replicationFactor?: number;
  sessionTimeoutMs?: number;
  /** How long dead letters are kept in topics that are created; default 90 days. */
  deadLetterMs?: number;
  backoff?: Backoff;
  maxMessageBytes?: number;
  /**
   * Sign what is sent, newest first; what none of them has signed goes to the dead letters. None =
   * everybody is believed.
   */
  secrets: readonly string[];
  security?: KafkaSecurity;
  socketFactory?: ISocketFactory;
  log?(level: 'warn' | 'error', message: string): void;
}

/**
 * The bus on Kafka. Connects on first use, so a cluster that is away at the start stops nothing.
 */
export function openKafkaEventBus(options: KafkaEventBusOptions): EventBus {
  return new KafkaEventBus(options);
}

/** A cluster that takes longer to say who it is does not work. */
const PING_LIMIT_MS = 5_000;

class KafkaEventBus implements EventBus {
  readonly kind = 'kafka';
  private readonly settings: KafkaSettings;
  private readonly topics: KafkaTopics;
  private readonly sender: KafkaSender;
  private readonly letters: KafkaDeadLetters;
  private readonly running = new Map<string, GroupMember>();

  constructor(private readonly options: KafkaEventBusOptions) {
    this.settings = {
      brokers: options.brokers,
      clientId: options.clientId ?? 'emporium',
      prefix: options.prefix ?? '',
      partitions: options.partitions ?? 6,
      replicationFactor: options.replicationFactor ?? -1,
      sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
      deadLetterMs: options.deadLetterMs ?? DEFAULT_DEAD_LETTER_MS,
      secrets: options.secrets,
      security: options.security,
      socketFactory: options.socketFactory,
      log: options.log ?? (() => undefined),
    };
    this.topics = new KafkaTopics(this.settings);
    this.sender = new KafkaSender(this.settings, this.topics);
    this.letters = new KafkaDeadLetters(this.settings, this.topics, this.sender);
  }

  ensureTopics(topics: readonly string[]): Promise<void> {
    return this.topics.ensure(topics.map((topic) => this.settings.prefix + topic));
  }

  async publish(messages: readonly OutgoingMessage[]): Promise<PublishResult[]> {
    const limit = this.options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
    const errors = messages.map((message) => permanentRefusal(message, limit));
    const byTopic = new Map<string, { message: OutgoingMessage; index: number }[]>();
    for (const [index, message] of messages.entries()) {
      if (errors[index] === undefined)
        byTopic.set(message.topic, [...(byTopic.get(message.topic) ?? []), { message, index }]);
    }
    for (const [topic, entries] of byTopic) {
      const name = this.settings.prefix + topic;
      const outgoing = entries.map(({ message: { key, value, headers } }) => ({
        key,
        value,
        headers: { ...headers, ...signMessage(this.settings.secrets, { topic: name, key, value }) },
      }));
      const outcomes = await this.sender.send(name, outgoing, () => this.ensureTopics([topic]));
      for (const [position, { index }] of entries.entries()) errors[index] = outcomes[position];
    }
    return errors.map((error) =>
      error === undefined ? { ok: true } : { ok: false, permanent: true, error },
    );
  }

  async subscribe({
    group,
    topics,
    handle,
    concurrency = 1,
  }: SubscribeOptions): Promise<Subscription> {
    if (this.running.has(group))
      throw new Error(`consumer group ${group} already runs in this process`);
    const { prefix } = this.settings;
    const names = groupNames(prefix, group);
    const skips = new KafkaSkips(this.settings, this.topics, names);
    const handler = new PartitionHandler({
      concurrency,
      backoff: this.options.backoff ?? DEFAULT_BACKOFF,
      handle: async (delivery) => {
        const message = toReceived(prefix, delivery, names.retry);
        this.requireSigned(group, message);
        await handle(message);
      },
      skipped: async (delivery, failed) => {
        // A cluster that is away lets nobody skip; the message is tried again anyway.
        if (failed) await skips.refresh().catch(() => undefined);
        const since =
          delivery.topic === names.retry
            ? Number(textHeaders(delivery.raw.headers)[SKIPS_HEADER] ?? 0)
            : 0;
        return skips.reasonFor(toReceived(prefix, delivery, names.retry), since);
      },
      sendToDeadLetters: async (delivery, error) => {
        const { topic, partition, offset, attempt } = toReceived(prefix, delivery, names.retry);
        await this.letters.add(group, delivery.raw, {
          error: error.message,
          topic: prefix + topic,
          partition,
          offset,
          attempts: attempt,
        });
      },
    });
    const all = [...topics.map((topic) => prefix + topic), names.retry];
    const prepare = async () => {
      await this.ensureTopics(topics);
      await this.topics.ensureOfGroup(names);
      await skips.refresh();
    };
    const consumer = new KafkaConsumer({
      settings: this.settings,
      groupId: names.groupId,
      topics: all,
      prepare,
      handler,
    });
    this.running.set(group, { consumer, handler, retryTopic: names.retry, topics: all });
    consumer.start();
    return {
      stop: async () => {
        if (this.running.get(group)?.consumer === consumer) this.running.delete(group);
        await consumer.stop();
      },
    };
  }

  groups(): Promise<GroupState[]> {
    return groupStates(this.running, this.settings, this.topics, this.letters);
  }

  deadLetters(group: string, page: { first: number; after?: string }) {
    return this.letters.list(group, page);
  }

  replayDeadLetters(group: string, ids?: readonly string[]): Promise<number> {
    return this.letters.replay(group, ids);
  }

  async skip(group: string, place: MessagePlace, reason: string): Promise<boolean> {
    const names = groupNames(this.settings.prefix, group);
    if ('topic' in place) {
      const position = { ...place, topic: this.settings.prefix + place.topic };
      if (!(await isAhead(this.topics, names, position))) return false;
    }
    await new KafkaSkips(this.settings, this.topics, names).add(this.sender, place, reason);
    return true;
  }

  async rewind(group: string, since?: Date): Promise<number> {
    const member = this.running.get(group);
    const names = groupNames(this.settings.prefix, group);
    await member?.consumer.stop();
    try {
      const messages = await rewindGroup(this.topics, names, {
        since,
        exists: member !== undefined,
      });
      // A cluster may forbid us to delete; then what was put aside stays aside.
      await new KafkaSkips(this.settings, this.topics, names).forget().catch(() => undefined);
      return messages;
    } finally {
      if (member && this.running.get(group) === member) member.consumer.start();
    }
  }

  async ping(): Promise<void> {
    await this.topics.use((admin) => admin.describeCluster(), PING_LIMIT_MS);
  }

  async close(): Promise<void> {
    const members = [...this.running.values()];
    this.running.clear();
    await Promise.all(members.map(({ consumer }) => consumer.stop()));
    await Promise.all([this.sender.close(), this.topics.close()]);
  }

  /** Before anything is done with a message, also one that comes back from the dead letters. */
  private requireSigned(group: string, message: ReceivedMessage): void {
    const { secrets, prefix, log } = this.settings;
    try {
      checkSignature(secrets, { ...message, topic: prefix + message.topic });
    } catch (error) {
      log(
        'error',
        `${group} does not believe ${nameOfPlace(positionOf(message))}: ${(error as Error).message}`,
      );
      throw error;
    }
  }
}
