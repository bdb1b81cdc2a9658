import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryDatabase, type EmbeddedDatabase } from '@emporium/db/embedded-database';
import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import { Platform001Tables } from '@emporium/db/platform-migration';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';

/**
 * An embedded database in memory in which the migrations of these subgraphs have run. Creating one
 * takes seconds of CPU, so its dump is kept per user and keyed by the migrations' own code; later
 * test files start from it.
 */
export async function migratedDatabase(
  // oxlint-disable-next-line typescript/no-explicit-any
  definitions: readonly SubgraphDefinition<any>[],
): Promise<EmbeddedDatabase> {
  return fromSnapshot(`migrated-${migrationsKey(definitions)}`, async () => {
    const database = await emptyDatabase();
    for (const { name, entities, migrations } of definitions)
      await (
        await openEmbeddedSubgraph({ name, entities, migrations }, database.connection)
      ).close();
    return database;
  });
}

/** An embedded database in memory without any table, kept like those of `migratedDatabase`. */
export async function emptyDatabase(): Promise<EmbeddedDatabase> {
  return fromSnapshot('empty', async () => {
    const database = await openMemoryDatabase();
    // Nobody makes databases here, and two thirds of all files belong to the templates.
    await database.connection.query('update pg_database set datistemplate = false');
    for (const template of ['template0', 'template1'])
      await database.connection.query(`drop database ${template}`);
    return database;
  });
}

async function fromSnapshot(
  key: string,
  create: () => Promise<EmbeddedDatabase>,
): Promise<EmbeddedDatabase> {
  const path = join(cacheFolder(), `${formatKey()}-${key}.tar`);
  if (existsSync(path)) return openMemoryDatabase(new Blob([new Uint8Array(readFileSync(path))]));
  const database = await create();
  // Otherwise whoever opens the dump does again what the log says since the last checkpoint.
  await database.connection.query('checkpoint');
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, new Uint8Array(await (await database.dump()).arrayBuffer()));
  // Atomic, because test files run at once.
  renameSync(temporary, path);
  return database;
}

function cacheFolder(): string {
  const folder = join(tmpdir(), `emporium-snapshots-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Another PGlite may write another format. */
function formatKey(): string {
  return String(statSync(createRequire(import.meta.url).resolve('@electric-sql/pglite')).size);
}

// oxlint-disable-next-line typescript/no-explicit-any
function migrationsKey(definitions: readonly SubgraphDefinition<any>[]): string {
  const hash = createHash('sha256');
  for (const definition of definitions) {
    hash.update(definition.name);
    for (const migration of [Platform001Tables, ...definition.migrations])
      hash.update(migration.toString());
  }
  return hash.digest('hex').slice(0, 24);
}
