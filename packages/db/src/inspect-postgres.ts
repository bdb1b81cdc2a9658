import { openPgPool } from './pg-client.js';
import { withDatabase } from './prepare-server.js';
import { executedMigrations } from './refuse-newer.js';

const NEEDED_EXTENSIONS = ['pg_trgm', 'unaccent'];

/** What a PostgreSQL server says of itself and of one database. */
export interface PostgresFacts {
  version: string;
  /** Its clock, ms since the epoch. */
  clock: number;
  askedAt: number;
  answeredAt: number;
  /** False: it would be made at the start. */
  exists: boolean;
  /** Whether the role may make the schema, or else the database. */
  mayCreate: boolean;
  maxConnections: number;
  usedConnections: number;
  /** Extensions that the shop needs and the server does not have. */
  missingExtensions: string[];
  /** Migrations of the subgraph that have run; undefined when none has. */
  migrations: string[] | undefined;
}

/**
 * Asks a server about the database of a subgraph, and changes nothing. Rejects when it cannot be
 * reached or refuses the log-in.
 */
export async function inspectPostgres(name: string, url: string): Promise<PostgresFacts> {
  try {
    return await ask(name, url, true);
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error; // 3D000: database does not exist
    return ask(name, withDatabase(url, 'postgres'), false);
  }
}

async function ask(name: string, url: string, exists: boolean): Promise<PostgresFacts> {
  const pool = openPgPool(url, 1);
  try {
    // The connection takes its time; it is not part of the clock's question.
    await pool.query('select 1');
    const askedAt = Date.now();
    const [row] = await pool.query<
      Omit<PostgresFacts, 'missingExtensions' | 'migrations'> & {
        extensions: string[];
        mayCreateDatabase: boolean;
      }
    >(
      `select current_setting('server_version') as version,
        extract(epoch from clock_timestamp()) * 1000 as clock,
        has_database_privilege(current_database(), 'CREATE') as "mayCreate",
        (select rolcreatedb or rolsuper from pg_roles where rolname = current_user) as "mayCreateDatabase",
        current_setting('max_connections')::integer as "maxConnections",
        (select count(*)::integer from pg_stat_activity where backend_type = 'client backend') as "usedConnections",
        (select coalesce(array_agg(name::text), '{}') from pg_available_extensions where name = any($1)) as extensions`,
      [NEEDED_EXTENSIONS],
    );
    const answeredAt = Date.now();
    const { extensions, mayCreate, mayCreateDatabase, ...facts } = row!;
    return {
      ...facts,
      clock: Number(facts.clock),
      askedAt,
      answeredAt,
      exists,
      mayCreate: exists ? mayCreate : mayCreateDatabase,
      missingExtensions: NEEDED_EXTENSIONS.filter((extension) => !extensions.includes(extension)),
      migrations: exists ? await executedMigrations(name, (sql) => pool.query(sql)) : undefined,
    };
  } finally {
    await pool.close();
  }
}
