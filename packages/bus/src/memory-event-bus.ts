import { type Backoff, DEFAULT_BACKOFF } from '@emporium/resilience/backoff';
import type {
  EventBus,
  GroupState,
  MessagePlace,
  OutgoingMessage,
  PublishResult,
  SubscribeOptions,
  Subscription,
} from './event-bus.js';
import { createBusTables } from './memory/bus-tables.js';
import { countDeadLetters, listDeadLetters, replayToGroup } from './memory/dead-letters.js';
import { DeliveryMarks } from './memory/delivery-marks.js';
import { appendEvents, groupsWithNews, pendingOfGroups } from './memory/event-log.js';
import { deliverAgain, setSubscription } from './memory/group-subscriptions.js';
import { GroupRunner } from './memory/group-runner.js';
import { skipEvent } from './memory/skip-event.js';
import { pruneLog } from './memory/prune-log.js';
import { DEFAULT_MAX_MESSAGE_BYTES, permanentRefusal } from './message-size.js';
import { putAside } from './put-aside.js';
import { SerialQueue } from './serial-queue.js';
import type { SqlClient } from './sql-client.js';

const POLL_MS = 1_000;
const PRUNE_EVERY_MS = 10 * 60_000;

export interface MemoryEventBusOptions {
  /**
   * How long fully delivered events stay for rewinds and new groups, in milliseconds; default 7
   * days, Infinity = for ever.
   */
  keepMs?: number;
  /** How long dead letters stay; default 90 days. */
  deadLetterMs?: number;
  backoff?: Backoff;
  /** Keys of one group handled at the same time; default 8. */
  concurrency?: number;
  maxMessageBytes?: number;
}

/**
 * The embedded bus: fan-out inside one process, with the event log and the pending deliveries of
 * each group in Postgres schema `bus`, so that a SIGKILL loses nothing. Creates its tables. One
 * process at a time may use a store (the data folder's lock sees to it).
 */
export async function openMemoryEventBus(
  sql: SqlClient,
  options: MemoryEventBusOptions = {},
): Promise<EventBus> {
  await createBusTables(sql);
  return new MemoryEventBus(sql, options);
}

class MemoryEventBus implements EventBus {
  readonly kind = 'memory';
  private readonly runners = new Map<string, GroupRunner>();
  private readonly marks: DeliveryMarks;
  /**
   * Appends and subscriptions one after the other: a new group neither misses an event nor sees ids
   * out of order.
   */
  private readonly writes = new SerialQueue();
  private readonly timers: NodeJS.Timeout[];
  private polling = false;

  constructor(
    private readonly sql: SqlClient,
    private readonly options: MemoryEventBusOptions,
  ) {
    this.marks = new DeliveryMarks(sql);
    const prune = () =>
      void pruneLog(sql, options.keepMs ?? 7 * 24 * 3_600_000, options.deadLetterMs).catch(
        () => undefined,
      );
    this.timers = [
      setInterval(() => void this.poll(), POLL_MS),
      setInterval(prune, PRUNE_EVERY_MS),
      setTimeout(prune, PRUNE_EVERY_MS / 20),
    ];
    for (const timer of this.timers) timer.unref();
  }

  async ensureTopics(): Promise<void> {
    // Topics need no place of their own here.
  }

  async publish(messages: readonly OutgoingMessage[]): Promise<PublishResult[]> {
    const limit = this.options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
    const refusals = messages.map((message) => permanentRefusal(message, limit));
    const accepted = messages.filter((_, index) => refusals[index] === undefined);
    if (accepted.length > 0) await this.writes.run(() => this.append(accepted));
    return refusals.map((error) =>
      error === undefined ? { ok: true } : { ok: false, permanent: true, error },
    );
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const { group } = options;
    if (this.runners.has(group))
      throw new Error(`consumer group ${group} already runs in this process`);
    const runner = new GroupRunner(options, {
      sql: this.sql,
      marks: this.marks,
      backoff: this.options.backoff ?? DEFAULT_BACKOFF,
      concurrency: this.options.concurrency ?? 8,
    });
    this.runners.set(group, runner);
    try {
      await this.writes.run(() => setSubscription(this.sql, group, options.topics));
    } catch (error) {
      this.runners.delete(group);
      throw error;
    }
    runner.start();
    return {
      stop: async () => {
        if (this.runners.get(group) === runner) this.runners.delete(group);
        // What could not be marked is delivered again: at least once.
        await runner.pause().catch(() => undefined);
      },
    };
  }

  async groups(): Promise<GroupState[]> {
    const runners = [...this.runners.values()];
    if (runners.length === 0) return [];
    await this.marks.flush();
    const pending = await pendingOfGroups(this.sql, [...this.runners.keys()]);
    const letters = await countDeadLetters(this.sql, [...this.runners.keys()]);
    return runners.map(({ group, failure, blockedBy, handledAt }) => ({
      group,
      idleSeconds: (Date.now() - handledAt) / 1_000,
      deadLetters: letters.get(group) ?? 0,
      lag: pending.get(group)?.count ?? 0,
      oldestSeconds: pending.get(group)?.oldestSeconds ?? 0,
      ...(blockedBy ? { blockedBy } : {}),
      state: failure === undefined ? 'running' : 'failing',
      ...(failure === undefined ? {} : { lastError: failure }),
    }));
  }

  deadLetters(group: string, page: { first: number; after?: string }) {
    return listDeadLetters(this.sql, group, page);
  }

  replayDeadLetters(group: string, ids?: readonly string[]): Promise<number> {
    return this.whilePaused(group, () => replayToGroup(this.sql, group, ids));
  }

  skip(group: string, place: MessagePlace, reason: string): Promise<boolean> {
    return this.whilePaused(group, () =>
      skipEvent(this.sql, group, place, putAside(reason).message),
    );
  }

  rewind(group: string, since?: Date): Promise<number> {
    return this.whilePaused(group, () =>
      this.writes.run(() => deliverAgain(this.sql, group, since)),
    );
  }

  async ping(): Promise<void> {
    await this.sql.query('select 1');
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    const runners = [...this.runners.values()];
    this.runners.clear();
    await Promise.allSettled(runners.map((runner) => runner.pause()));
    this.marks.close();
  }

  private async append(messages: readonly OutgoingMessage[]): Promise<void> {
    try {
      const ids = await appendEvents(this.sql, messages);
      const events = messages.map((message, index) => ({
        ...message,
        id: ids[index]!,
        value: Buffer.from(message.value),
        attempts: 0,
      }));
      for (const runner of this.runners.values()) runner.offer(events);
    } catch (error) {
      // The rows may be there in spite of the error (lost answer), so nobody may skip the log now.
      for (const runner of this.runners.values()) runner.look();
      throw error;
    }
  }

  /**
   * Old deliveries become pending only while the group stands still, else they would come after
   * newer ones of their key.
   */
  private async whilePaused<T>(group: string, change: () => Promise<T>): Promise<T> {
    const runner = this.runners.get(group);
    try {
      await runner?.pause();
      return await change();
    } finally {
      if (runner && this.runners.get(group) === runner) runner.start();
    }
  }

  private async poll(): Promise<void> {
    if (this.polling || this.runners.size === 0) return;
    this.polling = true;
    try {
      const cursors = [...this.runners.values()].map((runner) => ({
        group: runner.group,
        afterId: runner.pollFrom(),
      }));
      const news = new Set(await groupsWithNews(this.sql, cursors));
      for (const { group, afterId } of cursors) {
        const runner = this.runners.get(group);
        if (runner && (news.has(group) || runner.blind)) runner.pollFound(afterId);
      }
    } catch {
      // The next poll is a second away.
    } finally {
      this.polling = false;
    }
  }
}
