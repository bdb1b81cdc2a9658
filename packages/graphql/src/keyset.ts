import { sql, type Expression, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { encodeCursor, type PageRequest, wrongCursor } from './paging.js';
import { isStorable } from './storable-text.js';

/**
 * How a list is ordered: the expression of the sort value, which kind of value it is, and the
 * direction. The id breaks ties. The name is part of the cursors, so that a cursor of one order is
 * refused by another.
 */
export interface KeysetOrder {
  name: string;
  value: Expression<unknown>;
  id: Expression<string>;
  kind: 'text' | 'number' | 'instant';
  descending: boolean;
}

/**
 * Condition and direction of one page, turned round for pages from the end. Throws BAD_USER_INPUT
 * for a cursor of another kind.
 */
export function keyset(
  order: KeysetOrder,
  page: PageRequest,
): { condition: Expression<SqlBool>; direction: 'asc' | 'desc' } {
  const descending = order.descending !== page.backward;
  const direction = descending ? 'desc' : 'asc';
  if (!page.position) return { condition: sql<SqlBool>`true`, direction };
  const beyond = sql.raw(descending ? '<' : '>');
  const position = sql`(${cursorParameter(order, page.position.value)}, ${cursorText(page.position.id)}::text)`;
  return {
    condition: sql<SqlBool>`(${order.value}, ${order.id}) ${beyond} ${position}`,
    direction,
  };
}

/**
 * One page of the query in its order, with one row more that shows whether others follow, and with
 * the sort value for the cursors.
 */
export function keysetPage<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  order: KeysetOrder,
  page: PageRequest,
) {
  const { condition, direction } = keyset(order, page);
  return query
    .select(sql<SortValue>`${order.value}`.as('sortValue'))
    .where(condition)
    .orderBy(order.value, direction)
    .orderBy(order.id, direction)
    .limit(page.size + 1);
}

/** A sort value as the driver delivers it. */
export type SortValue = string | number | Date | null;

/**
 * Cursor of a row of `keysetPage`: it carries the sort value as the database sees it, which
 * lower-cases other letters than JavaScript.
 */
export function keysetCursor(
  order: Pick<KeysetOrder, 'name'>,
  row: { id: string; sortValue: SortValue },
): string {
  return encodeCursor(order.name, row.sortValue, row.id);
}

function cursorParameter(order: KeysetOrder, value: string | number | null) {
  if (order.kind === 'number') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongCursor();
    return sql`${value}::bigint`;
  }
  if (typeof value !== 'string') throw wrongCursor();
  if (order.kind === 'text') return sql`${cursorText(value)}::text collate "C"`;
  if (!INSTANT.test(value) || Number.isNaN(Date.parse(value))) throw wrongCursor();
  return sql`${value}::timestamptz`;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * A cursor comes from outside: a value of another kind must be refused here, not by the database.
 */
function cursorText(value: string): string {
  if (!isStorable(value)) throw wrongCursor();
  return value;
}
