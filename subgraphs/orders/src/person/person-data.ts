import { personDataPage, type PersonDataPage } from '@emporium/graphql/person-data.type';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** Orders of one page: with lines, history, parcels and returns they stay well below a megabyte. */
const PAGE = 50;

/**
 * A page of the user's orders as they are kept, by id: contact and addresses, lines, history,
 * documents, parcels, returns and refunds. Amounts are minor units of the order's currency. What
 * staff write about an order for themselves is in it, too.
 */
export async function personData(
  ctx: Ctx,
  userId: string,
  after: string | null,
): Promise<PersonDataPage> {
  const orders = await query(ctx)
    .selectFrom('OrderRow')
    .select(['id', 'number', 'status', 'currency', 'subtotal', 'discount', 'shipping', 'tax'])
    .select(['total', 'contactName', 'contactEmail', 'shippingAddress', 'billingAddress'])
    .select(['vatNumber', 'shippingMethod', 'discounts', 'taxLines', 'tags'])
    .select(['createdAt', 'placedAt', 'paidAt', 'cancelledAt'])
    .where('userId', '=', userId)
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(PAGE + 1)
    .execute();
  const page = orders.slice(0, PAGE);
  const ids = page.map(({ id }) => id);
  const next = orders.length > PAGE ? page.at(-1)!.id : null;
  if (ids.length === 0) return personDataPage({ orders: [] });
  const parts = await partsOf(ctx, ids);
  return personDataPage(
    {
      orders: page.map((order) => ({
        ...order,
        ...Object.fromEntries(
          Object.entries(parts).map(([name, rows]) => [
            name,
            rows.flatMap(({ orderId, ...row }) => (orderId === order.id ? [row] : [])),
          ]),
        ),
      })),
    },
    next,
  );
}

async function partsOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Record<string, { orderId: string }[]>> {
  const lines = await query(ctx)
    .selectFrom('OrderLineRow')
    .select(['orderId', 'productName', 'variantName', 'sku', 'quantity', 'unitPrice', 'total'])
    .where('orderId', 'in', ids)
    .orderBy('position')
    .execute();
  const history = await query(ctx)
    .selectFrom('OrderHistoryRow')
    .select(['orderId', 'at', 'type', 'toStatus', 'note'])
    .where('orderId', 'in', ids)
    .orderBy('seq')
    .execute();
  const invoices = await query(ctx)
    .selectFrom('InvoiceRow')
    .select(['orderId', 'number', 'kind', 'data'])
    .where('orderId', 'in', ids)
    .execute();
  const parcels = await query(ctx)
    .selectFrom('Fulfillment')
    .select(['orderId', 'carrier', 'trackingNumber', 'shippedAt', 'deliveredAt'])
    .where('orderId', 'in', ids)
    .execute();
  const returns = await query(ctx)
    .selectFrom('Return')
    .select(['orderId', 'status', 'reason', 'createdAt'])
    .where('orderId', 'in', ids)
    .execute();
  const notes = await query(ctx)
    .selectFrom('OrderNote')
    .select(['orderId', 'text', 'createdAt'])
    .where('orderId', 'in', ids)
    .orderBy('id')
    .execute();
  return { lines, history, invoices, parcels, returns, notes };
}
