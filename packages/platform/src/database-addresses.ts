import { withDatabase } from '@emporium/db/prepare-server';
import type { Config } from './config/config.js';
import { databaseVariable } from './config/subgraph-fields.js';

type Databases = Pick<Config, 'databaseUrl' | 'raw' | 'platformDatabaseUrl'>;

/** Where a subgraph's database is on a server; undefined when it is the embedded one. */
export function subgraphDatabaseUrl(config: Databases, name: string): string | undefined {
  return config.raw[databaseVariable(name)] ?? onServer(config, `${name}_db`);
}

/**
 * Where the embedded bus and key-value store keep their tables on a server; undefined when that is
 * the embedded database.
 */
export function platformDatabaseUrl(config: Databases): string | undefined {
  return config.platformDatabaseUrl ?? onServer(config, 'platform_db');
}

function onServer({ databaseUrl }: Databases, database: string): string | undefined {
  return databaseUrl.startsWith('postgres') ? withDatabase(databaseUrl, database) : undefined;
}
