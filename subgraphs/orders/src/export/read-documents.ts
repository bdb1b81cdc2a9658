import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

const BATCH = 200;

/** When documents were issued. */
interface Period {
  from: Date;
  /** Not in it any more. */
  until: Date;
}

/** The documents of a period, to be counted or read. */
export const selectDocuments = (ctx: Ctx, { from, until }: Period) =>
  query(ctx)
    .selectFrom('InvoiceRow as i')
    .innerJoin('OrderRow as o', 'o.id', 'i.orderId')
    .where('i.issuedAt', '>=', from)
    .where('i.issuedAt', '<', until);

/** The documents of a period with what an accountant asks of their orders, in batches by age. */
export async function* readDocuments(ctx: Ctx, period: Period) {
  for (let after = ''; ;) {
    const rows = await selectDocuments(ctx, period)
      .select(['i.id', 'i.orderId', 'i.kind', 'i.number', 'i.issuedAt', 'i.currency', 'i.total'])
      .select([
        'i.data',
        'i.source',
        'o.number as orderNumber',
        'o.placedAt',
        'o.status',
        'o.vatNumber',
      ])
      .select(['o.shippingAddress', 'o.billingAddress'])
      .where('i.id', '>', after)
      .orderBy('i.id')
      .limit(BATCH)
      .execute();
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
    yield rows.map(({ data, source, shippingAddress, billingAddress, ...row }) => ({
      ...row,
      // The tax is that of the destination.
      country: (shippingAddress ?? billingAddress)?.country ?? '',
      taxLines: data.taxLines,
      // Others are of changes of the order.
      isOfWholeOrder: source === `order:${row.orderId}`,
      isReverseCharge: data.isReverseCharge,
      credits: data.credits,
    }));
    if (rows.length < BATCH) return;
  }
}
