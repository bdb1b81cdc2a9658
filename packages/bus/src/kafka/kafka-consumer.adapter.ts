import { withDeadline } from '@emporium/resilience/deadline';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { type Backoff, delayAfter } from '@emporium/resilience/backoff';
import { type KafkaSettings, within } from './kafka-connection.adapter.js';
import { memberLink } from './kafka-link.adapter.js';
import type { PartitionHandler } from './partition-handler.adapter.js';

const RESTART_BACKOFF: Backoff = { firstMs: 500, maxMs: 10_000 };
const LEAVE_LIMIT_MS = 10_000;
/** Partitions handled at the same time. */
const CONCURRENCY = 8;

export interface KafkaConsumerOptions {
  settings: KafkaSettings;
  groupId: string;
  topics: readonly string[];
  /** Creates what the group needs; rejects while the cluster is away. */
  prepare(): Promise<void>;
  handler: PartitionHandler;
}

/**
 * Keeps one member of a consumer group running for as long as it is wanted. kafkajs can stop for
 * good without a word (a crash with `restart: false`, a lost fetch loop), so it is never asked to
 * restart itself: any crash, and any silence of twice the session time-out, ends in a new consumer.
 */
export class KafkaConsumer {
  private wanted = true;
  private finished: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private restarts = 0;
  private trouble: string | undefined;

  constructor(private readonly options: KafkaConsumerOptions) {}

  /** What keeps the group from getting on, if anything. */
  get failure(): string | undefined {
    return this.trouble ?? this.options.handler.failure;
  }

  start(): void {
    this.wanted = true;
    this.finished = this.keepRunning();
  }

  /** Takes no more messages, waits for those in flight, commits and leaves the group. */
  async stop(): Promise<void> {
    this.wanted = false;
    this.wake();
    await this.finished;
  }

  private async keepRunning(): Promise<void> {
    while (this.wanted) {
      try {
        await this.options.prepare();
        if (this.wanted) await this.runOnce();
      } catch (error) {
        this.trouble = error instanceof Error ? error.message : String(error);
        this.options.settings.log(
          'error',
          `consumer ${this.options.groupId} starts again: ${this.trouble}`,
        );
      }
      if (this.wanted) await this.pause(delayAfter(++this.restarts, RESTART_BACKOFF));
    }
  }

  /** Runs a consumer until it is no longer wanted; rejects when it broke. */
  private async runOnce(): Promise<void> {
    const { settings, groupId, topics, handler } = this.options;
    const rebalanceMs = settings.sessionTimeoutMs * 1.5;
    const link = memberLink(settings);
    const consumer = link.kafka.consumer({
      groupId,
      sessionTimeout: settings.sessionTimeoutMs,
      // After a crash of broker or members the others wait this long for those that never come
      // back: together with the session it bounds how long a group stands still.
      rebalanceTimeout: rebalanceMs,
      heartbeatInterval: Math.floor(settings.sessionTimeoutMs / 10),
      // Also the longest wait until a resumed partition is read again.
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 200, retries: 5, restartOnFailure: async () => false },
    });
    const watch = this.watchOver(consumer);
    let current = true;
    const join = async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: CONCURRENCY,
        eachBatch: (payload: EachBatchPayload) =>
          handler.handleBatch(payload, () => current && this.wanted),
      });
    };
    try {
      // The others have a session's time to be found dead and then that of a rebalance.
      await withDeadline(
        2 * settings.sessionTimeoutMs + rebalanceMs,
        `joining group ${groupId}`,
        join,
      );
      await watch.ended;
    } finally {
      current = false;
      watch.stop();
      await within(LEAVE_LIMIT_MS, consumer.disconnect());
      link.cut();
      await within(LEAVE_LIMIT_MS, handler.settled());
    }
  }

  private watchOver(consumer: Consumer): { ended: Promise<void>; stop: () => void } {
    const silenceMs = this.options.settings.sessionTimeoutMs * 2;
    let stop = () => {};
    const ended = new Promise<void>((resolve, reject) => {
      this.wake = resolve;
      let last = Date.now();
      const alive = () => (last = Date.now());
      for (const event of ['consumer.connect', 'consumer.fetch', 'consumer.heartbeat'] as const)
        consumer.on(event, alive);
      consumer.on('consumer.group_join', () => {
        alive();
        this.trouble = undefined;
        this.restarts = 0;
        this.options.handler.forget();
      });
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      const timer = setInterval(() => {
        if (Date.now() - last > silenceMs) reject(new Error(`no sign of life for ${silenceMs} ms`));
      }, 1_000);
      stop = () => clearInterval(timer);
    });
    // The crash may come before anyone waits.
    ended.catch(() => undefined);
    return { ended, stop };
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
