import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { databaseVariable } from '@emporium/platform/config/subgraph-fields';
import { SUBGRAPH_NAMES } from '../../scripts/schema/subgraph-names.js';

/**
 * Variables that give every subgraph, and the event log, a new database on the server: shops that
 * share one would eat each other's events.
 */
export function ownDatabases(server: string): Record<string, string> {
  const mark = randomUUID().slice(0, 8);
  return Object.fromEntries(
    [...SUBGRAPH_NAMES, 'platform'].map((name) => [
      databaseVariable(name),
      withDatabase(server, `bench_${mark}_${name}`),
    ]),
  );
}

/** Drops the database of the URL, if there is one. */
export async function dropDatabase(url: string): Promise<void> {
  const server = openPgPool(withDatabase(url, 'postgres'), 1);
  await server.query(`drop database if exists "${new URL(url).pathname.slice(1)}" with (force)`);
  await server.close();
}
