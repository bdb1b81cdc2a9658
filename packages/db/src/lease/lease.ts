import { sql, type Expression, type Kysely } from 'kysely';
import { withDeadline } from '@emporium/resilience/deadline';
import { platformTables, type PlatformTables } from '../platform-tables.js';
import type { SubgraphDatabase } from '../subgraph-database.js';

/**
 * A taken answer is believed this long before the database is asked again; a relay is woken more
 * often than that.
 */
const ASK_AGAIN_MS = 500;

/** Right to do something alone, until it expires. The token rises with every change of owner. */
export interface HeldLease {
  name: string;
  owner: string;
  token: number;
  /** Milliseconds that are certainly left, by this process's own clocks; 0 when it is over. */
  leftMs(): number;
}

/** One lease as one process sees it. */
export interface Lease {
  /**
   * The lease, taken when it is free and renewed when less than half of it is left; undefined while
   * another owner has it. Throws when the database does not answer in time.
   */
  hold(): Promise<HeldLease | undefined>;
  /** Whether this process holds it now. */
  isHeld(): boolean;
  /** Frees it for others at once. Never rejects; without an answer it expires. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  name: string;
  /** Unique to this process and run. */
  owner: string;
  /** How long others wait for an owner that is gone, in milliseconds. */
  ttlMs: number;
  /** Longest wait for the database, in milliseconds. */
  statementMs: number;
}

/** Prepares a lease in the database of a subgraph; nothing is taken yet. */
export function openLease(database: SubgraphDatabase, options: LeaseOptions): Lease {
  const { name, owner, ttlMs, statementMs } = options;
  let held: HeldLease | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;
  return {
    hold: async () => {
      if (held && held.leftMs() > ttlMs / 2) return held;
      if (performance.now() - refusedAt < ASK_AGAIN_MS) return undefined;
      // Before the question leaves: what the database grants ends later than what we believe.
      const leftMs = countDown(ttlMs);
      const token = await withDeadline(statementMs, `taking lease ${name}`, () =>
        take(platformTables(database), name, owner, ttlMs),
      );
      held = token === undefined ? undefined : { name, owner, token, leftMs };
      if (!held) refusedAt = performance.now();
      return held;
    },
    isHeld: () => held !== undefined && held.leftMs() > 0,
    release: async () => {
      const last = held;
      held = undefined;
      if (!last) return;
      const free = () =>
        platformTables(database)
          .updateTable('lease')
          .set({ expires_at: sql<Date>`clock_timestamp()` })
          .where('name', '=', name)
          .where('owner', '=', owner)
          .where('token', '=', last.token)
          .execute();
      await withDeadline(statementMs, `releasing lease ${name}`, free).catch(() => undefined);
    },
  };
}

/**
 * The condition that the lease is still held, for the statement that relies on it; `lock` keeps it
 * so until the statement's end.
 */
export function stillHeld(
  db: Kysely<PlatformTables>,
  lease: HeldLease,
  lock = false,
): Expression<unknown> {
  const row = db
    .selectFrom('lease')
    .select('lease.name')
    .where('lease.name', '=', lease.name)
    .where('lease.owner', '=', lease.owner)
    .where('lease.token', '=', lease.token)
    .where('lease.expires_at', '>', sql<Date>`clock_timestamp()`);
  return lock ? row.forShare() : row;
}

/**
 * Takes or renews in one statement, by the database's clock alone. The same owner keeps its token
 * while the lease has not expired; after that somebody else may have had it, so the token rises.
 * Undefined: somebody else has it.
 */
async function take(
  db: Kysely<PlatformTables>,
  name: string,
  owner: string,
  ttlMs: number,
): Promise<number | undefined> {
  const until = sql<Date>`clock_timestamp() + ${ttlMs} * interval '1 millisecond'`;
  const row = await db
    .insertInto('lease')
    .values({ name, owner, token: 1, expires_at: until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({
          owner: (eb) => eb.ref('excluded.owner'),
          expires_at: (eb) => eb.ref('excluded.expires_at'),
          token: sql<number>`lease.token + case when lease.owner = excluded.owner and lease.expires_at > clock_timestamp() then 0 else 1 end`,
        })
        .where((eb) =>
          eb.or([
            eb('lease.owner', '=', owner),
            eb('lease.expires_at', '<=', sql<Date>`clock_timestamp()`),
          ]),
        ),
    )
    .returning('token')
    .executeTakeFirst();
  return row?.token;
}

/**
 * Milliseconds left of `ms` from now. The monotonic clock stands while a machine sleeps, so the
 * wall clock may shorten it, too.
 */
function countDown(ms: number): () => number {
  const monotonic = performance.now();
  const wall = Date.now();
  return () => Math.max(0, ms - Math.max(performance.now() - monotonic, Date.now() - wall));
}
