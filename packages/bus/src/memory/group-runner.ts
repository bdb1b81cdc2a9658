import { type Backoff, delayAfter } from '@emporium/resilience/backoff';
import type { MessagePosition, SubscribeOptions } from '../event-bus.js';
import type { SqlClient } from '../sql-client.js';
import { deliverEvent, messageOf } from './deliver-event.js';
import type { DeliveryMarks } from './delivery-marks.js';
import { type LoggedEvent, pendingPage, recordAttempt } from './event-log.js';
import { enqueue, type KeyLane, laneName, newLane } from './key-lane.js';
import { refillLane } from './refill-lane.js';

const PAGE = 128;
/** Events of healthy keys kept in memory. */
const BUFFER = 512;
/** Keys that may wait for a retry; beyond it nothing is read: the group fails, not a key. */
const MAX_WAITING_KEYS = 1_000;

export interface RunnerOptions {
  sql: SqlClient;
  marks: DeliveryMarks;
  backoff: Backoff;
  concurrency: number;
}

/**
 * Delivers to one group: reads its pending deliveries by id, sorts them into lanes per key, and
 * handles lanes side by side. A failed event makes only its lane wait. It never holds a transaction
 * while a handler runs, because handlers use the same connection.
 */
export class GroupRunner {
  private readonly lanes = new Map<string, KeyLane>();
  private ready: KeyLane[] = [];
  private cursor = 0;
  /**
   * Everything up to the cursor is in memory and nothing beyond it is in the log, so a new event
   * may skip the log.
   */
  private caughtUp = false;
  private news = false;
  private loading: Promise<void> | undefined;
  private busy = 0;
  private buffered = 0;
  private waiting = 0;
  private paused = true;
  private idleWaiters: (() => void)[] = [];
  /** When an event was last done with; epoch milliseconds. */
  handledAt = Date.now();
  private loadError: string | undefined;
  private handleError: string | undefined;

  constructor(
    readonly subscription: SubscribeOptions,
    private readonly options: RunnerOptions,
  ) {}

  get group(): string {
    return this.subscription.group;
  }

  get failure(): string | undefined {
    return this.loadError ?? (this.waiting > 0 ? this.handleError : undefined);
  }

  /** A message that is being retried. */
  get blockedBy(): MessagePosition | undefined {
    for (const lane of this.lanes.values())
      if (lane.failedId !== undefined)
        return { topic: lane.topic, partition: 0, offset: String(lane.failedId) };
    return undefined;
  }

  /** Takes events that were just appended to the log. */
  offer(events: readonly LoggedEvent[]): void {
    const mine = events.filter((event) =>
      (this.subscription.topics as readonly string[]).includes(event.topic),
    );
    if (mine.length === 0) return;
    if (!this.caughtUp || this.paused || this.buffered >= BUFFER) return this.look();
    // A look into the log may have been faster than the answer to the append.
    for (const event of mine) if (event.id > this.cursor) this.accept({ ...event });
  }

  /** Looks into the log for pending deliveries beyond the cursor. */
  look(): void {
    this.news = true;
    this.caughtUp = false;
    this.loading ??= this.load().finally(() => {
      this.loading = undefined;
      this.settleWhenIdle();
      if (this.news && this.loadError === undefined && this.hasRoom()) this.look();
    });
  }

  private hasRoom(): boolean {
    return !this.paused && this.buffered < BUFFER && this.waiting < MAX_WAITING_KEYS;
  }

  /** Whether the last look into the log failed, so that the poll must look again. */
  get blind(): boolean {
    return this.loadError !== undefined;
  }

  /**
   * From where the safety poll looks for forgotten deliveries: the start of the log when nothing is
   * in flight.
   */
  pollFrom(): number {
    const idle =
      this.lanes.size === 0 &&
      this.busy === 0 &&
      !this.loading &&
      this.options.marks.waiting(this.group) === 0;
    return idle ? 0 : this.cursor;
  }

  pollFound(afterId: number): void {
    // Checked again: the group may have become busy while the poll was under way.
    if (this.pollFrom() <= afterId) this.cursor = afterId;
    this.look();
  }

  start(): void {
    this.paused = false;
    this.look();
  }

  /**
   * Stops taking events, waits for those in flight and forgets what is in memory; the log still has
   * it.
   */
  async pause(): Promise<void> {
    this.paused = true;
    this.news = false;
    while (this.busy > 0 || this.loading)
      await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
    for (const lane of this.lanes.values()) clearTimeout(lane.retry);
    this.lanes.clear();
    this.ready = [];
    this.cursor = this.buffered = this.waiting = 0;
    this.caughtUp = false;
    await this.options.marks.flush();
  }

  private async load(): Promise<void> {
    while (this.news && this.hasRoom()) {
      this.news = false;
      try {
        const page = await pendingPage(this.options.sql, this.group, this.cursor, PAGE);
        this.loadError = undefined;
        if (this.paused) return;
        for (const event of page) this.accept(event);
        if (page.length === PAGE) this.news = true;
        this.caughtUp = !this.news;
      } catch (error) {
        // The poll of the bus tries again within a second.
        this.loadError = messageOf(error);
        return;
      }
    }
  }

  private accept(event: LoggedEvent): void {
    this.cursor = event.id;
    const name = laneName(event);
    const lane = this.lanes.get(name) ?? newLane(event);
    this.lanes.set(name, lane);
    if (enqueue(lane, event)) this.buffered += 1;
    this.schedule(lane);
  }

  private schedule(lane: KeyLane): void {
    if (lane.state !== 'idle') return;
    if (lane.queue.length === 0 && !lane.more) {
      this.lanes.delete(lane.name);
      return;
    }
    lane.state = 'ready';
    this.ready.push(lane);
    this.pump();
  }

  private pump(): void {
    while (!this.paused && this.busy < this.options.concurrency && this.ready.length > 0) {
      const lane = this.ready.shift()!;
      lane.state = 'busy';
      this.busy += 1;
      void this.advance(lane).finally(() => {
        this.busy -= 1;
        if (lane.state === 'busy') lane.state = 'idle';
        if (!this.paused) this.schedule(lane);
        if (this.news && !this.loading && this.loadError === undefined && this.hasRoom())
          this.look();
        this.pump();
        this.settleWhenIdle();
      });
    }
  }

  private async advance(lane: KeyLane): Promise<void> {
    let event: LoggedEvent | undefined;
    try {
      if (lane.queue.length === 0)
        this.buffered += await refillLane(this.options.sql, this.group, lane, () => this.cursor);
      event = lane.queue[0];
      if (!event || this.paused) return;
      await deliverEvent(this.subscription, this.options, event, lane.failures);
      lane.queue.shift();
      this.buffered -= 1;
      lane.failures = 0;
      lane.failedId = undefined;
      this.handledAt = Date.now();
    } catch (error) {
      await this.postpone(lane, event, error);
    }
  }

  private async postpone(
    lane: KeyLane,
    event: LoggedEvent | undefined,
    error: unknown,
  ): Promise<void> {
    this.handleError = messageOf(error);
    lane.failures = Math.max(lane.failures, event?.attempts ?? 0) + 1;
    lane.failedId = event?.id;
    if (event) {
      await recordAttempt(this.options.sql, this.group, event.id, lane.failures).catch(
        () => undefined,
      );
      lane.lastId = event.id - 1;
    }
    // A waiting key keeps no events in memory, so that thousands of them cost little.
    this.buffered -= lane.queue.length;
    lane.queue = [];
    lane.more = true;
    lane.state = 'waiting';
    this.waiting += 1;
    lane.retry = setTimeout(
      () => {
        this.waiting -= 1;
        lane.state = 'idle';
        this.schedule(lane);
      },
      delayAfter(lane.failures, this.options.backoff),
    );
  }

  private settleWhenIdle(): void {
    if (this.busy > 0 || this.loading) return;
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }
}
