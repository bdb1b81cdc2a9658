import { Migrator } from '@mikro-orm/migrations';
import type { DatabaseParts } from './subgraph-database.js';
import { platformEntities } from './platform-entities.js';
import { Platform001Tables, Platform002Leases } from './platform-migration.js';

/** Options that are the same for both databases. */
export function ormOptions(parts: DatabaseParts) {
  return {
    schema: parts.name,
    // Several ORMs live in one process: each needs its own slot for the transaction context.
    contextName: parts.name,
    // A subgraph may name one of the platform's to query it.
    entities: [...new Set([...Object.values(platformEntities), ...parts.entities])],
    extensions: [Migrator],
    migrations: {
      tableName: `${parts.name}.migrations`,
      migrationsList: [Platform001Tables, Platform002Leases, ...parts.migrations].map(
        (migration) => ({
          name: migration.name,
          class: migration,
        }),
      ),
      snapshot: false,
      disableForeignKeys: false,
    },
    // Migrations log through our own start log; MikroORM would print to stdout.
    logger: () => undefined,
    discovery: { warnWhenNoEntities: false },
    validateRequired: false,
  };
}
