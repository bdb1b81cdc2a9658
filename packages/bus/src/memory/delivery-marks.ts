import { SerialQueue } from '../serial-queue.js';
import type { SqlClient } from '../sql-client.js';
import { removeDeliveries } from './event-log.js';

/**
 * How long a handled delivery waits for others, so that one statement marks many. A crash meanwhile
 * only delivers them again.
 */
const GATHER_MS = 10;
const RETRY_MS = 500;
const BATCH = 1_000;

/** Marks handled deliveries as done, in batches over all groups. */
export class DeliveryMarks {
  private open: { group: string; id: number }[] = [];
  private readonly counts = new Map<string, number>();
  private readonly queue = new SerialQueue();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sql: SqlClient) {}

  add(group: string, id: number): void {
    this.open.push({ group, id });
    this.counts.set(group, this.waiting(group) + 1);
    this.later(GATHER_MS);
  }

  /** Handled deliveries of the group that are not marked yet. */
  waiting(group: string): number {
    return this.counts.get(group) ?? 0;
  }

  /**
   * Marks all that was added so far. Rejects when the store is away; they stay open and are tried
   * again.
   */
  async flush(): Promise<void> {
    await this.queue.run(async () => {
      while (this.open.length > 0) {
        const batch = this.open.slice(0, BATCH);
        try {
          await removeDeliveries(this.sql, batch);
        } catch (error) {
          this.later(RETRY_MS);
          throw error;
        }
        this.open = this.open.slice(batch.length);
        for (const { group } of batch) this.counts.set(group, this.waiting(group) - 1);
      }
    });
  }

  /** Ends the retries; what is open is delivered again by the next start. */
  close(): void {
    clearTimeout(this.timer);
    this.open = [];
  }

  private later(ms: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.flush().catch(() => undefined);
    }, ms);
  }
}
