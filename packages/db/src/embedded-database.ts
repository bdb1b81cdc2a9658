import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { lockDataFolder } from './data-folder-lock.js';
import { SingleConnection } from './single-connection.js';

/** The one PGlite that all subgraphs of a process share, each with a Postgres schema of its own. */
export interface EmbeddedDatabase {
  connection: SingleConnection;
  /** The whole database as a compressed archive, from which another one starts quickly. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

const extensions = { pg_trgm, unaccent };

/**
 * Opens (or creates) the embedded database in `dataDir/pg` and locks the folder. Throws DataFolderLockedError when another process
 * has it: PGlite itself would let two processes destroy each other's files.
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const lock = await lockDataFolder(dataDir);
  try {
    const folder = join(dataDir, 'pg');
    mkdirSync(folder, { recursive: true });
    return wrap(await PGlite.create({ dataDir: folder, extensions }), () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens an embedded database in memory, empty or from a dump; for tests and schema tools. */
export async function openMemoryDatabase(dump?: Blob): Promise<EmbeddedDatabase> {
  return wrap(await PGlite.create({ extensions, ...(dump ? { loadDataDir: dump } : {}) }), async () => undefined);
}

function wrap(pglite: PGlite, released: () => Promise<void>): EmbeddedDatabase {
  return {
    connection: new SingleConnection(pglite),
    dump: async () => pglite.dumpDataDir('gzip'),
    close: async () => {
      await pglite.close();
      await released();
    },
  };
}
