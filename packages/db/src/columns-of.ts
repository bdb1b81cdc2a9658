import type { SqlEntityManager } from './entity-manager.js';
import type { Columns } from './entity-tables.js';

type ColumnName<T, Without> = Exclude<keyof Columns<T>, Without> & string;

/**
 * All columns of a decorated entity but some, for `select`: what lists can do without is not read
 * for them.
 */
export function columnsOf<T extends object, A extends string, W extends keyof Columns<T> & string>(
  { em }: { em: SqlEntityManager },
  entityClass: abstract new () => T,
  alias: A,
  without: readonly W[],
): `${A}.${ColumnName<T, W>}`[] {
  const names = em
    .getMetadata()
    .get(entityClass as new () => T)
    .props.map((property) => property.name);
  return names
    .filter((name) => !(without as readonly string[]).includes(name))
    .map((name) => `${alias}.${name}` as `${A}.${ColumnName<T, W>}`);
}
