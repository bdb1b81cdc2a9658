import { badUserInput } from '@emporium/graphql/app-errors';
import type { PageRequest } from '@emporium/graphql/paging';

/** How a list is ordered: the SQL of the sort value, which kind of value it is, and the direction. The id breaks ties. */
export interface KeysetOrder {
  name: string;
  value: string;
  id: string;
  kind: 'text' | 'number' | 'instant';
  descending: boolean;
}

/** SQL of one page: the condition after the cursor (or nothing) and the order, turned round for pages from the end. */
export function keyset(order: KeysetOrder, page: PageRequest): { condition: string; params: unknown[]; orderBy: string } {
  const descending = order.descending !== page.backward;
  const direction = descending ? 'desc' : 'asc';
  const orderBy = `${order.value} ${direction}, ${order.id} ${direction}`;
  if (!page.position) return { condition: 'true', params: [], orderBy };
  const params = [cursorValue(order, page.position.value), page.position.id];
  return { condition: `(${order.value}, ${order.id}) ${descending ? '<' : '>'} (${PARAMETER[order.kind]}, ?::text)`, params, orderBy };
}

const PARAMETER = { text: '?::text collate "C"', number: '?::bigint', instant: '?::timestamptz' };

/** A cursor comes from outside: a value of another kind must be refused here, not by the database. */
function cursorValue(order: KeysetOrder, value: string | number | null): string | number {
  const fits =
    order.kind === 'number'
      ? Number.isSafeInteger(value)
      : typeof value === 'string' && !value.includes('\0') && (order.kind === 'text' || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value));
  if (!fits || value === null || (order.kind === 'instant' && Number.isNaN(Date.parse(String(value))))) {
    throw badUserInput('The cursor is not one of this list: take startCursor or endCursor of its pageInfo.');
  }
  return value;
}
