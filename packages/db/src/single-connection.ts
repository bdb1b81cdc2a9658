import { setImmediate } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { SqlClient } from '@emporium/bus/sql-client';
import type { PoolState } from './subgraph-database.js';

/**
 * Longest time one holder may keep the only connection; a transaction that hangs must not stop the
 * shop.
 */
const HOLD_LIMIT_MS = 20_000;
/** Longest wait for the connection before the caller gets a clear error. */
const WAIT_LIMIT_MS = 15_000;

/**
 * PGlite works without ever leaving the microtasks: after this long, timers, requests and answers
 * get a turn.
 */
const TURN_EVERY_MS = 10;

/**
 * The one connection was not to be had in time, or was taken back from somebody who kept it too
 * long.
 */
export class EmbeddedDatabaseBusyError extends Error {
  override name = 'EmbeddedDatabaseBusyError';
  readonly retryable = true;
}

/** A use of the only connection, from acquire to release. */
export interface Hold {
  query(
    sql: string,
    params: readonly unknown[],
    options?: Parameters<PGlite['query']>[2],
  ): ReturnType<PGlite['query']>;
  release(): Promise<void>;
}

/**
 * PGlite has exactly one connection, shared by the ORMs of all subgraphs. This gives it the
 * semantics of a pool of size one: first come, first served; a transaction keeps it until its end.
 * (Kysely's own PGlite driver shares one transaction slot between concurrent transactions of an
 * ORM, which mixes them up.)
 */
export class SingleConnection implements SqlClient {
  private busy = false;
  private readonly waiting: (() => void)[] = [];
  private turnAt = 0;

  constructor(readonly pglite: PGlite) {}

  /** Whether the connection is in use, and how many wait for it. */
  state(): PoolState {
    return { used: this.busy ? 1 : 0, waiting: this.waiting.length, max: 1 };
  }

  /** Waits for the connection. Throws when it stays taken for 15 seconds. */
  async acquire(): Promise<Hold> {
    await this.take();
    if (performance.now() - this.turnAt > TURN_EVERY_MS) {
      await setImmediate();
      this.turnAt = performance.now();
    }
    let over = false;
    const limit = setTimeout(() => {
      over = true;
      // Frees the others; the late holder gets an error at its next statement instead of writing
      // outside its transaction.
      void this.pglite
        .query('rollback')
        .catch(() => undefined)
        .finally(() => this.give());
    }, HOLD_LIMIT_MS);
    limit.unref();
    return {
      query: (sql, params, options) => {
        if (over)
          throw new EmbeddedDatabaseBusyError(
            `a transaction held the embedded database for more than ${HOLD_LIMIT_MS} ms and was rolled back`,
          );
        return this.pglite.query(sql, params as unknown[], options);
      },
      release: async () => {
        if (over) return;
        over = true;
        clearTimeout(limit);
        this.give();
      },
    };
  }

  async query<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    const hold = await this.acquire();
    try {
      return (await hold.query(sql, params)).rows as T[];
    } finally {
      await hold.release();
    }
  }

  async transaction<T>(fn: (tx: SqlClient) => Promise<T>): Promise<T> {
    const hold = await this.acquire();
    const tx: SqlClient = {
      query: async <R>(sql: string, params: readonly unknown[] = []) =>
        (await hold.query(sql, params)).rows as R[],
      transaction: (inner) => inner(tx),
    };
    try {
      await hold.query('begin', []);
      const result = await fn(tx);
      await hold.query('commit', []);
      return result;
    } catch (error) {
      await hold.query('rollback', []).catch(() => undefined);
      throw error;
    } finally {
      await hold.release();
    }
  }

  private take(): Promise<void> {
    if (!this.busy) {
      this.busy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        reject(
          new EmbeddedDatabaseBusyError(
            `the embedded database stayed busy for ${WAIT_LIMIT_MS} ms`,
          ),
        );
      }, WAIT_LIMIT_MS);
      this.waiting.push(go);
    });
  }

  private give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.busy = false;
  }
}
