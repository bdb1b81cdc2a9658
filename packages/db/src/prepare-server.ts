import { setTimeout as wait } from 'node:timers/promises';
import { DeadlineError } from '@emporium/resilience/deadline';
import pg from 'pg';
import { closeSession } from './close-session.js';
import { postgresSession } from './postgres-session.js';

/** Longest time for one statement; a database is created from a template. */
const STATEMENT_LIMIT_MS = 60_000;
/** Longest wait for another replica that migrates. */
const LOCK_LIMIT_MS = 600_000;
const LOOK_EVERY_MS = 100;

/** Replaces the database in a PostgreSQL URL. */
export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/**
 * Runs `work` while holding a server-wide lock named after the subgraph, so that replicas that
 * start at once create and migrate one after the other. Creates the database first when it is
 * missing and the role may do so.
 */
export async function prepareDatabase(url: string, work: () => Promise<void>): Promise<void> {
  const database = new URL(url).pathname.slice(1);
  await createWhenMissing(url, database);
  const client = await connected(url);
  try {
    await lock(client);
    await work();
  } finally {
    await closeSession(client);
  }
}

/**
 * Asks again and again instead of waiting in one statement, whose server could fall silent without
 * anybody noticing.
 */
async function lock(client: pg.Client): Promise<void> {
  const deadline = performance.now() + LOCK_LIMIT_MS;
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>(
      `select pg_try_advisory_lock(hashtext('emporium-migrate')) as held`,
    );
    if (rows[0]!.held) return;
    if (performance.now() > deadline)
      throw new DeadlineError(
        'waiting for another process that prepares the database',
        LOCK_LIMIT_MS,
      );
    await wait(LOOK_EVERY_MS);
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(postgresSession(url, STATEMENT_LIMIT_MS));
  // Without a listener a lost connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await closeSession(client);
    throw error;
  }
  return client;
}

async function createWhenMissing(url: string, database: string): Promise<void> {
  try {
    return await closeSession(await connected(url));
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error; // 3D000: database does not exist
  }
  const admin = await connected(withDatabase(url, 'postgres'));
  try {
    await admin.query(`create database "${database.replaceAll('"', '""')}"`);
  } catch (error) {
    // 42P04 and 23505: another replica created it in the same moment.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await closeSession(admin);
  }
}
