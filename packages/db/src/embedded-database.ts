import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { lockDataFolder } from './data-folder-lock.js';
import type { Ask } from './refuse-newer.js';
import { SingleConnection } from './single-connection.js';

/** The one PGlite that all subgraphs of a process share, each with a Postgres schema of its own. */
export interface EmbeddedDatabase {
  connection: SingleConnection;
  /** The whole database as an archive (tar), from which another one starts quickly. */
  dump(): Promise<Blob>;
  /**
   * The whole database as an archive (tar), as it is at one moment, while others work on it: they
   * get no connection until `meanwhile` and the reading are done. `meanwhile` may ask the database;
   * its result belongs to the same moment.
   */
  snapshot<T>(meanwhile: (ask: Ask) => Promise<T>): Promise<{ archive: Blob; result: T }>;
  close(): Promise<void>;
}

const extensions = { pg_trgm, unaccent };
/** Types below are PostgreSQL's own; above are mostly those of each table's rows. */
const FIRST_OWN_TYPE = 10_000;

/**
 * Opens (or creates, or restores from an archive into an empty folder) the embedded database in
 * `dataDir/pg` and locks the folder. Throws DataFolderLockedError when another process has it:
 * PGlite itself would let two processes destroy each other's files.
 */
export async function openEmbeddedDatabase(
  dataDir: string,
  archive?: Blob,
): Promise<EmbeddedDatabase> {
  const lock = await lockDataFolder(dataDir);
  try {
    const folder = join(dataDir, 'pg');
    mkdirSync(folder, { recursive: true });
    return wrap(
      await PGlite.create({
        dataDir: folder,
        extensions,
        ...(archive ? { loadDataDir: archive } : {}),
      }),
      () => lock.release(),
    );
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens an embedded database in memory, empty or from a dump; for tests and schema tools. */
export async function openMemoryDatabase(dump?: Blob): Promise<EmbeddedDatabase> {
  return wrap(
    await PGlite.create({ extensions, ...(dump ? { loadDataDir: dump } : {}) }),
    async () => undefined,
  );
}

function wrap(pglite: PGlite, released: () => Promise<void>): EmbeddedDatabase {
  forgetRowTypes(pglite);
  const connection = new SingleConnection(pglite);
  return {
    connection,
    dump: async () => pglite.dumpDataDir('none'),
    snapshot: async (meanwhile) => {
      const hold = await connection.acquire();
      try {
        const result = await meanwhile(
          async <R>(sql: string) => (await hold.query(sql, [])).rows as R[],
        );
        // Recovery would do the same from the log; so the archive opens without it. PGlite reads
        // its files in one go, and packs them later.
        await hold.query('checkpoint', []);
        return { archive: await pglite.dumpDataDir('none'), result };
      } finally {
        await hold.release();
      }
    },
    close: async () => {
      await pglite.close();
      await released();
    },
  };
}

/**
 * PGlite knows how to read arrays of the rows of each table that it finds at its start, which
 * nobody asks for, and copies all that it knows for every answer: with the tables of a shop, that
 * took longer than many a statement.
 */
function forgetRowTypes(pglite: PGlite): void {
  const known = <T>(all: Record<string, T>) =>
    Object.fromEntries(Object.entries(all).filter(([type]) => !(Number(type) >= FIRST_OWN_TYPE)));
  pglite.parsers = known(pglite.parsers);
  pglite.serializers = known(pglite.serializers);
}
