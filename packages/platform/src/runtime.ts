import { ownerOnly } from './config/owner-only.js';
import type { EventBus } from '@emporium/bus/event-bus';
import type { SqlClient } from '@emporium/bus/sql-client';
import { openEmbeddedDatabase, type EmbeddedDatabase } from '@emporium/db/embedded-database';
import { acquireDatabaseLock } from '@emporium/db/database-lock';
import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import { openPostgresSubgraph } from '@emporium/db/open-postgres';
import { openPgPool } from '@emporium/db/pg-client';
import { prepareDatabase } from '@emporium/db/prepare-server';
import type { DatabaseParts, SubgraphDatabase } from '@emporium/db/subgraph-database';
import type { KeyValueStore } from '@emporium/kv/key-value';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Config } from './config/config.js';
import { databaseVariable } from './config/subgraph-fields.js';
import { platformDatabaseUrl, subgraphDatabaseUrl } from './database-addresses.js';
import { explainUnreachable } from './explain-unreachable.js';
import { openBus } from './open-bus.js';
import { openKeyValue } from './open-key-value.js';
import { requireDiskSpace } from './require-disk-space.js';
import type { SubgraphClient } from './subgraph-client.js';

/**
 * What the parts of one process share. The only place that knows which adapter a URL scheme means.
 */
export interface Runtime {
  config: Config;
  log: Logger;
  metrics: Registry;
  bus: EventBus;
  /** Durable: revocations (and carts on Redis). */
  kv: KeyValueStore;
  /** Not durable: limits, caches, live messages. */
  cache: KeyValueStore;
  /** How to reach the other subgraphs; filled while they start. */
  clients: Map<string, SubgraphClient>;
  /** The way to a subgraph outside this process; undefined when there is none. */
  reach?: (name: string) => SubgraphClient | undefined;
  openDatabase(parts: DatabaseParts): Promise<SubgraphDatabase>;
  /** The database in DATA_DIR; undefined when DATABASE_URL names a server. */
  embedded: (() => Promise<EmbeddedDatabase>) | undefined;
  close(): Promise<void>;
}

/** Opens the shared adapters of a process. `embedded` replaces the database in DATA_DIR (tests). */
export async function openRuntime(
  config: Config,
  log: Logger,
  embedded?: EmbeddedDatabase,
): Promise<Runtime> {
  ownerOnly(config.dataDir);
  const closers: (() => Promise<void>)[] = [];
  let shared: Promise<EmbeddedDatabase> | undefined;
  const embeddedDatabase = () =>
    (shared ??= (async () => {
      const database = embedded ?? (await openEmbeddedDatabase(config.dataDir));
      closers.push(() => database.close());
      return database;
    })());
  const onServer = config.databaseUrl.startsWith('postgres');
  let platformSql: Promise<SqlClient> | undefined;
  /** Where the embedded bus and key-value store keep their tables. */
  const platformUrl = platformDatabaseUrl(config);
  const sql = () =>
    (platformSql ??= platformUrl
      ? openPlatformDatabase(platformUrl, closers)
      : embeddedDatabase().then((e) => e.connection));

  // The data folder's lock does not help here: processes with folders of their own may name the
  // same server.
  if (platformUrl && config.busUrl.startsWith('memory:')) {
    await sql();
    const lost = () =>
      log.error(
        'another shop process has taken the event log while the database was away: stop one of the two',
      );
    const hold = await acquireDatabaseLock(platformUrl, lost).catch(async (error: unknown) => {
      for (const close of closers) await close();
      throw error;
    });
    closers.push(() => hold.release());
  }
  const bus = await openBus(config, log, sql);
  const kv = await openKeyValue(config.kvUrl, sql);
  const cache = await openKeyValue(config.cacheUrl, sql);
  return {
    config,
    log,
    metrics: new Registry(),
    bus,
    kv,
    cache,
    clients: new Map(),
    openDatabase: async (parts) => {
      const url = subgraphDatabaseUrl(config, parts.name);
      if (!url) {
        const database = await openEmbeddedSubgraph(parts, (await embeddedDatabase()).connection);
        return {
          ...database,
          ping: () => requireDiskSpace(config.dataDir).then(() => database.ping()),
        };
      }
      const variable = config.raw[databaseVariable(parts.name)]
        ? databaseVariable(parts.name)
        : 'DATABASE_URL';
      const limits = { max: config.databasePoolMax, statementTimeoutMs: config.statementTimeoutMs };
      return explainUnreachable(variable, url, () => openPostgresSubgraph(parts, url, limits));
    },
    embedded: onServer ? undefined : embeddedDatabase,
    close: async () => {
      await bus.close();
      await Promise.all([kv.close(), cache.close()]);
      for (const close of closers.reverse()) await close();
    },
  };
}

async function openPlatformDatabase(
  url: string,
  closers: (() => Promise<void>)[],
): Promise<SqlClient> {
  await explainUnreachable('DATABASE_URL or PLATFORM_DATABASE_URL', url, () =>
    prepareDatabase(url, async () => undefined),
  );
  const pool = openPgPool(url);
  closers.push(() => pool.close());
  return pool;
}
