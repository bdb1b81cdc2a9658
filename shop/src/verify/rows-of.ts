import { sqlRows } from '@emporium/db/sql';
import type { SubgraphName } from '@emporium/platform/define-subgraph';
import type { Shop } from '../start-shop.js';

/** Rows of a query on the database of one subgraph. Only the checker reads other subgraphs' tables: it exists to compare them. */
export function rowsOf<T>(shop: Shop, subgraph: SubgraphName, statement: string): Promise<T[]> {
  const running = shop.subgraphs.find((candidate) => candidate.name === subgraph)!;
  return sqlRows<T>(running.database.fork(), statement);
}
