import { badUserInput } from '@emporium/graphql/app-errors';
import { SUBTREE_IDS } from '../category/category-tree.js';
import type { ProductWhere } from './product-list.inputs.js';

const MOST_VALUES = 100;
const MOST_DEPTH = 3;
const MOST_CONDITIONS = 50;

/** A condition in SQL; `p` is the product table. */
export interface Condition {
  sql: string;
  params: unknown[];
}

/** Turns a filter into SQL. Throws BAD_USER_INPUT for one that is too deep or too large. */
export function filterProducts(where: ProductWhere | null | undefined): Condition {
  const budget = { left: MOST_CONDITIONS };
  return where ? every(where, 1, budget) : { sql: 'true', params: [] };
}

function every(where: ProductWhere, depth: number, budget: { left: number }): Condition {
  if (depth > MOST_DEPTH + 1) throw badUserInput(`AND and OR may be ${MOST_DEPTH} levels deep.`);
  const conditions = [
    ...simple(where),
    ...(where.AND ?? []).map((inner) => every(inner, depth + 1, budget)),
    ...(where.OR
      ? [
          join(
            where.OR.map((inner) => every(inner, depth + 1, budget)),
            'or',
            'false',
          ),
        ]
      : []),
  ];
  budget.left -= conditions.length;
  if (budget.left < 0) throw badUserInput(`A filter may have ${MOST_CONDITIONS} conditions.`);
  return join(conditions, 'and', 'true');
}

function join(conditions: Condition[], word: 'and' | 'or', empty: string): Condition {
  if (conditions.length === 0) return { sql: empty, params: [] };
  return { sql: `(${conditions.map((c) => c.sql).join(` ${word} `)})`, params: conditions.flatMap((c) => c.params) };
}

function simple(where: ProductWhere): Condition[] {
  const found: Condition[] = [];
  const add = (sql: string, ...params: unknown[]) => found.push({ sql, params });
  if (where.ids) found.push(oneOf('p.id', where.ids));
  if (where.skus) found.push(oneOf('p.sku', where.skus));
  if (where.categoryId != null) {
    add(`p.id in (select product_id from catalog.product_category where category_id in (${SUBTREE_IDS}))`, plain(where.categoryId));
  }
  if (where.isActive != null) add('p.is_active = ?', where.isActive);
  if (where.nameContains) add(`p.name ilike ?`, `%${plain(where.nameContains).replace(/[\\%_]/g, '\\$&')}%`);
  for (const { name, value } of limited(where.attributes ?? [], 20))
    add('p.attributes @> ?::jsonb', JSON.stringify([{ name: plain(name), value: plain(value) }]));
  if (where.priceFrom) add('p.max_price >= ? and p.currency = ?', where.priceFrom.minor, where.priceFrom.currency);
  if (where.priceTo) add('p.min_price <= ? and p.currency = ?', where.priceTo.minor, where.priceTo.currency);
  if (where.updatedAfter) add('p.updated_at > ?', where.updatedAfter);
  return found;
}

function oneOf(column: string, values: readonly string[]): Condition {
  return values.length === 0
    ? { sql: 'false', params: [] }
    : { sql: `${column} in (?)`, params: [limited(values, MOST_VALUES).map(plain)] };
}

function limited<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length > most) throw badUserInput(`A list in a filter may have ${most} entries.`);
  return values;
}

/** NUL exists in no stored text and is no valid parameter. */
function plain(value: string): string {
  if (value.includes('\0')) throw badUserInput('A filter must not contain NUL.');
  return value;
}
