import { ormOptions } from './orm-options.js';
import type { DatabaseParts } from './subgraph-database.js';

/** Thrown when a database was migrated by a newer version of the shop than this one. */
export class DatabaseNewerError extends Error {
  override name = 'DatabaseNewerError';
  constructor(
    readonly subgraph: string,
    readonly unknown: readonly string[],
  ) {
    super(
      `The database of ${subgraph} was made by a newer version of the shop than this one: it has ${unknown.join(', ')}, which this version does not know. ` +
        'Nothing was changed. Start that version or a newer one; to go back, restore a backup that this version made (docs/runbooks/back-up-and-restore.md).',
    );
  }
}

/** Names of all migrations that this version knows for the subgraph, in their order. */
export function knownMigrations(parts: DatabaseParts): string[] {
  return ormOptions(parts).migrations.migrationsList.map(({ name }) => name);
}

/** Runs one statement on a database. */
export type Ask = <T>(sql: string) => Promise<T[]>;

/**
 * Names of the migrations that have run, in their order; undefined when the subgraph was never set
 * up there.
 */
export async function executedMigrations(name: string, ask: Ask): Promise<string[] | undefined> {
  const table = `"${name}"."migrations"`;
  const [found] = await ask<{ there: boolean }>(
    `select to_regclass('${table}') is not null as there`,
  );
  if (!found?.there) return undefined;
  return (await ask<{ name: string }>(`select name from ${table} order by id`)).map(
    (row) => row.name,
  );
}

/**
 * Throws DatabaseNewerError when a migration has run that this version does not know. Call it
 * before anything is written: older code on newer tables would fail in the middle, or quietly leave
 * columns empty that the newer one relies on.
 */
export async function refuseNewer(parts: DatabaseParts, ask: Ask): Promise<void> {
  const known = new Set(knownMigrations(parts));
  const unknown = ((await executedMigrations(parts.name, ask)) ?? []).filter(
    (name) => !known.has(name),
  );
  if (unknown.length > 0) throw new DatabaseNewerError(parts.name, unknown);
}
