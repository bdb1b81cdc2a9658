import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

/**
 * Takes the buyer out of the documents of an erased user's orders; number, amounts and goods stay
 * for the books. Call it while the orders still name the user.
 */
export async function eraseBuyer(ctx: Ctx, userId: string): Promise<void> {
  await query(ctx)
    .updateTable('InvoiceRow')
    // The PDF is another one from now on.
    .set((eb) => ({
      data: sql`jsonb_set(${eb.ref('data')}, '{buyer}', 'null')`,
      sha256: null,
    }))
    .where('orderId', 'in', (eb) =>
      eb.selectFrom('OrderRow as o').select('o.id').where('o.userId', '=', userId),
    )
    .execute();
}
