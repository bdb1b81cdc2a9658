import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { Search001Tables } from '../migrations/search-001-tables.js';
import { pgSearchEngine } from './pg/pg-search-engine.js';
import { entities } from './pg/tables.js';
import { describeSearchEngine } from './search-engine.contract.js';

describeSearchEngine('on PGlite', async () => {
  const embedded = await emptyDatabase();
  const database = await openEmbeddedSubgraph(
    { name: 'search', entities: Object.values(entities), migrations: [Search001Tables] },
    embedded.connection,
  );
  return {
    engine: pgSearchEngine(() => database.fork()),
    settle: async () => undefined,
    close: async () => {
      await database.close();
      await embedded.close();
    },
  };
});
