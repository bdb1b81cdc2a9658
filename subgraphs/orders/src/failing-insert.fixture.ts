import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { query } from './tables.js';

/**
 * Lets what is written about one order into a table fail with a SQLSTATE, as damage (23514) or a
 * busy server (40P01) would. Returns what ends it.
 */
export async function failInserts(
  t: TestSubgraph<unknown>,
  table: 'OrderHistoryRow' | 'InvoiceRow',
  orderId: string,
  state: string,
): Promise<() => Promise<void>> {
  const name = sql.id(`fail_${orderId.toLowerCase()}`);
  const db = query(t.ctx());
  const body = `$$ begin raise exception using errcode = '${state}', message = 'planted'; end $$`;
  await sql`create function ${name}() returns trigger language plpgsql as ${sql.raw(body)}`.execute(
    db,
  );
  await sql`create trigger ${name} before insert on ${sql.table(table)} for each row
    when (new.order_id = ${sql.lit(orderId)}) execute function ${name}()`.execute(db);
  return async () => void (await sql`drop function ${name} cascade`.execute(db));
}
