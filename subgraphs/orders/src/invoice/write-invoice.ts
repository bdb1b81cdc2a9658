import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';
import type { InvoiceData } from './invoice-data.js';
import type { InvoiceKind } from './invoice-kind.js';

const PREFIX: Record<InvoiceKind, string> = { INVOICE: 'INV', CREDIT_NOTE: 'CN' };

/** A document before it has a number. */
export interface InvoiceDraft {
  orderId: string;
  kind: InvoiceKind;
  /** What it is issued for; nothing gets two. */
  source: string;
  currency: string;
  total: number;
  data: InvoiceData;
}

/**
 * Issues a document under the next number of its series, once per source. Call it in the
 * transaction of what it is issued for, as one of the last steps: the row that counts stays locked
 * until the commit, so numbers have no gap and no double, and a transaction that is rolled back or
 * dies gives its number back.
 */
export async function writeInvoice(ctx: Ctx, draft: InvoiceDraft): Promise<void> {
  const { kind, source } = draft;
  const known = await query(ctx)
    .selectFrom('InvoiceRow')
    .select('id')
    .where('source', '=', source)
    .executeTakeFirst();
  if (known) return;
  const year = ctx.now().getUTCFullYear();
  const { last: seq } = await query(ctx)
    .insertInto('InvoiceSeries')
    .values({ kind, year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'year'])
        .doUpdateSet((eb) => ({ last: eb('InvoiceSeries.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  await query(ctx)
    .insertInto('InvoiceRow')
    .values({
      ...draft,
      id: newId('inv'),
      year,
      seq,
      number: `${PREFIX[kind]}-${year}-${String(seq).padStart(6, '0')}`,
      // Only now, under the lock: in the order of the numbers.
      issuedAt: sql<Date>`date_trunc('milliseconds', clock_timestamp())`,
    })
    .execute();
}
