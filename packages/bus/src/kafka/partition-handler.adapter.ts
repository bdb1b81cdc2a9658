import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { type Backoff, delayAfter } from '@emporium/resilience/backoff';
import { isPoison } from '../event-bus.js';
import { putAside } from '../put-aside.js';

const COMMIT_EVERY_MS = 1_000;
const HEARTBEAT_EVERY_MS = 1_000;

/** A message and where it was found. */
export interface KafkaDelivery {
  topic: string;
  partition: number;
  raw: KafkaMessage;
  /** 1 for the first delivery to this process. */
  attempt: number;
}

export interface PartitionHandlerOptions {
  /** Messages of different keys that one partition handles at the same time. */
  concurrency: number;
  backoff: Backoff;
  handle(delivery: KafkaDelivery): Promise<void>;
  /** Stores a dead letter; rejects when it could not, then the message is tried again. */
  sendToDeadLetters(delivery: KafkaDelivery, error: Error): Promise<void>;
  /**
   * Why the message is to be put aside, if an operator said so; `failed` = it was tried in vain, so
   * it is worth a look.
   */
  skipped(delivery: KafkaDelivery, failed: boolean): Promise<string | undefined>;
}

/**
 * Handles the messages of a partition in order per key: the offset is committed only after the
 * effect, a transient failure pauses the partition (others go on, heartbeats too), a poison message
 * goes to the dead letters. Nothing but errors of kafkajs itself leaves it.
 */
export class PartitionHandler {
  private readonly failing = new Map<
    string,
    { attempts: number; error: string; delivery: KafkaDelivery }
  >();
  /** When a message was last done with; epoch milliseconds. */
  handledAt = Date.now();
  /** When the message was sent that each partition is at. */
  private readonly heads = new Map<string, number>();
  private readonly active = new Map<string, Promise<void>>();

  constructor(private readonly options: PartitionHandlerOptions) {}

  /** Message of a failure that is being retried. */
  get failure(): string | undefined {
    return this.failing.values().next().value?.error;
  }

  /** A message that is being retried. */
  get blockedBy(): KafkaDelivery | undefined {
    return this.failing.values().next().value?.delivery;
  }

  /**
   * Since when the oldest message that was begun and not done has been in the log; milliseconds
   * since the epoch.
   */
  get oldestAt(): number | undefined {
    const times = [...this.heads.values()];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Partitions were dealt anew; another member may retry what failed here. */
  forget(): void {
    this.failing.clear();
    this.heads.clear();
  }

  /** Resolves when no handler runs any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.active.values());
  }

  async handleBatch(payload: EachBatchPayload, wanted: () => boolean): Promise<void> {
    const place = `${payload.batch.topic}/${payload.batch.partition}`;
    // A crashed consumer leaves its handler running; its successor must not overtake it within a
    // key.
    await this.active.get(place)?.catch(() => undefined);
    const work = this.work(payload, place, wanted);
    this.active.set(place, work);
    try {
      await work;
    } finally {
      if (this.active.get(place) === work) this.active.delete(place);
    }
  }

  private async work(
    payload: EachBatchPayload,
    place: string,
    wanted: () => boolean,
  ): Promise<void> {
    const commit = () => payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    let committedAt = Date.now();
    try {
      for (const group of groupsOfKeys(payload.batch.messages, this.options.concurrency)) {
        if (!wanted() || !payload.isRunning() || payload.isStale()) break;
        this.heads.set(place, Number(group[0]!.timestamp));
        const retries = await this.withHeartbeats(payload, () =>
          Promise.all(group.map((raw) => this.handleOne(payload, place, raw))),
        );
        const failed = retries.findIndex((retryInMs) => retryInMs !== undefined);
        // What came behind the failure and worked is delivered again with it, as after a crash.
        const done = group[(failed === -1 ? group.length : failed) - 1];
        if (done) payload.resolveOffset(done.offset);
        if (failed === -1) this.heads.delete(place);
        else {
          this.heads.set(place, Number(group[failed]!.timestamp));
          setTimeout(payload.pause(), retries[failed]);
          break;
        }
        await payload.heartbeat();
        if (Date.now() - committedAt >= COMMIT_EVERY_MS) {
          await commit();
          committedAt = Date.now();
        }
      }
    } catch (error) {
      // A rebalance: what is done should not be done again by the next owner, if the coordinator
      // still listens.
      await commit().catch(() => undefined);
      throw error;
    }
    await commit();
  }

  /**
   * Returns undefined when the message is done, else the milliseconds until it may be tried again.
   */
  private async handleOne(
    { batch }: EachBatchPayload,
    place: string,
    raw: KafkaMessage,
  ): Promise<number | undefined> {
    const at = `${place}/${raw.offset}`;
    const attempt = (this.failing.get(at)?.attempts ?? 0) + 1;
    const delivery = { topic: batch.topic, partition: batch.partition, raw, attempt };
    try {
      try {
        const reason = await this.options.skipped(delivery, false);
        if (reason !== undefined) throw putAside(reason);
        await this.options.handle(delivery);
      } catch (error) {
        await this.options.sendToDeadLetters(
          delivery,
          isPoison(error) ? error : await this.orSkipped(delivery, error),
        );
      }
      this.failing.delete(at);
      this.handledAt = Date.now();
      return undefined;
    } catch (error) {
      this.failing.set(at, { attempts: attempt, error: messageOf(error), delivery });
      return delayAfter(attempt, this.options.backoff);
    }
  }

  /**
   * The error the message goes to the dead letters with. Rethrows the failure when nobody had the
   * message put aside.
   */
  private async orSkipped(delivery: KafkaDelivery, error: unknown): Promise<Error> {
    const reason = await this.options.skipped(delivery, true);
    if (reason === undefined) throw error;
    return putAside(reason, messageOf(error));
  }

  /**
   * Keeps the membership during a slow handler. kafkajs sends heartbeats only between batches
   * (#1720).
   */
  private async withHeartbeats<T>(payload: EachBatchPayload, task: () => Promise<T>): Promise<T> {
    // A failed one means a rebalance; the heartbeat after the handler reports it once the effect is
    // complete.
    const timer = setInterval(
      () => void payload.heartbeat().catch(() => undefined),
      HEARTBEAT_EVERY_MS,
    );
    try {
      return await task();
    } finally {
      clearInterval(timer);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Cuts a batch into runs of messages with different keys: what one run holds may be handled at once
 * without touching the order of a key.
 */
export function* groupsOfKeys(
  messages: readonly KafkaMessage[],
  most: number,
): Generator<KafkaMessage[]> {
  let group: KafkaMessage[] = [];
  const keys = new Set<string>();
  for (const message of messages) {
    const key = message.key?.toString() ?? '';
    if (group.length === most || keys.has(key)) {
      yield group;
      group = [];
      keys.clear();
    }
    group.push(message);
    keys.add(key);
  }
  if (group.length > 0) yield group;
}
