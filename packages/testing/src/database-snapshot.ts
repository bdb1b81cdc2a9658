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
  const path = join(cacheFolder(), `${snapshotKey(definitions)}.tar.gz`);
  if (existsSync(path))
    return openMemoryDatabase(
      new Blob([new Uint8Array(readFileSync(path))], { type: 'application/x-gzip' }),
    );
  const database = await openMemoryDatabase();
  for (const { name, entities, migrations } of definitions) {
    await (await openEmbeddedSubgraph({ name, entities, migrations }, database.connection)).close();
  }
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

// oxlint-disable-next-line typescript/no-explicit-any
function snapshotKey(definitions: readonly SubgraphDefinition<any>[]): string {
  const hash = createHash('sha256');
  // Another PGlite may write another format.
  hash.update(
    String(statSync(createRequire(import.meta.url).resolve('@electric-sql/pglite')).size),
  );
  for (const definition of definitions) {
    hash.update(definition.name);
    for (const migration of [Platform001Tables, ...definition.migrations])
      hash.update(migration.toString());
  }
  return hash.digest('hex').slice(0, 24);
}
