import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { closeSession } from './close-session.js';
import { postgresSession } from './postgres-session.js';

const RETRY_MS = 250;

/** Thrown when another process holds the database. */
export class DatabaseHeldError extends Error {
  override name = 'DatabaseHeldError';
  constructor(url: string) {
    super(
      `The event log in database ${new URL(url).pathname.slice(1)} is in use by another shop process: one at a time may use the embedded bus. ` +
        'Set BUS_URL=kafka://… to run several, stop the other one, or give this shop its own PLATFORM_DATABASE_URL.',
    );
  }
}

/**
 * Holds a database for this process until it is released or the process dies, by an advisory lock
 * on a connection of its own, which is taken again after the server was away; `onLost` is told once
 * when another process was faster. Waits `timeoutMs` for a process that is just stopping; then
 * throws DatabaseHeldError.
 */
export async function acquireDatabaseLock(
  url: string,
  onLost: () => void,
  timeoutMs = 15_000,
): Promise<{ release(): Promise<void> }> {
  const deadline = Date.now() + timeoutMs;
  let held = await tryToAcquire(url);
  for (; !held; held = await tryToAcquire(url)) {
    if (Date.now() > deadline) throw new DatabaseHeldError(url);
    await wait(RETRY_MS);
  }
  let isReleased = false;
  const watch = (client: pg.Client) => {
    client.once('end', () => void acquireAgain());
  };
  const acquireAgain = async () => {
    held = undefined;
    let isLost = false;
    while (!isReleased && !held) {
      await wait(RETRY_MS, undefined, { ref: false });
      // Away (null) passes; whoever works with this database notices it by itself.
      const answer = await tryToAcquire(url).catch(() => null);
      held = answer ?? undefined;
      if (answer === undefined && !isLost && !isReleased) {
        isLost = true;
        onLost();
      }
    }
    if (held && isReleased) await closeSession(held);
    else if (held) watch(held);
  };
  watch(held);
  return {
    release: async () => {
      isReleased = true;
      if (held) await closeSession(held);
    },
  };
}

/** A connection that holds the lock; undefined when another one does. */
async function tryToAcquire(url: string): Promise<pg.Client | undefined> {
  const client = new pg.Client(postgresSession(url, 5_000));
  // Without a listener a lost connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>(
      `select pg_try_advisory_lock(hashtext('emporium-event-log')) as held`,
    );
    if (rows[0]!.held) return client;
  } catch (error) {
    await closeSession(client);
    throw error;
  }
  await closeSession(client);
  return undefined;
}
