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
  const params = [cursorValue(order, page.position.value), cursorText(page.position.id)];
  return { condition: `(${order.value}, ${order.id}) ${descending ? '<' : '>'} (${PARAMETER[order.kind]}, ?::text)`, params, orderBy };
}

const PARAMETER = { text: '?::text collate "C"', number: '?::bigint', instant: '?::timestamptz' };

const refused = () => badUserInput('The cursor is not one of this list: take startCursor or endCursor of its pageInfo.');

/** A cursor comes from outside: a value of another kind must be refused here, not by the database. */
function cursorValue(order: KeysetOrder, value: string | number | null): string | number {
  if (order.kind === 'number') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw refused();
    return value;
  }
  if (typeof value !== 'string') throw refused();
  if (order.kind === 'instant' && !(INSTANT.test(value) && !Number.isNaN(Date.parse(value)))) throw refused();
  return cursorText(value);
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function cursorText(value: string): string {
  if (value.includes('\0')) throw refused();
  return value;
}
