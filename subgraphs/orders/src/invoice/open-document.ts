import { createHash } from 'node:crypto';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { ordersConfig } from '../config.js';
import { findOrder } from '../order/load-order.js';
import { isVisible } from '../order/order.entity.js';
import { linesOfOrders } from '../order/order-lines.js';
import { query } from '../tables.js';
import { addressLines } from './address-lines.js';
import { drawInvoice } from './pdf/draw-invoice.js';
import { drawPackingSlip } from './pdf/draw-packing-slip.js';

/** A PDF and what its file is called. */
export interface OpenedDocument {
  name: string;
  bytes: Buffer;
}

/** Draws an invoice (`inv_…`) or the packing slip of an order (`ord_…`); undefined without one. */
export async function openDocument(ctx: Ctx, id: string): Promise<OpenedDocument | undefined> {
  return id.startsWith('inv_') ? openInvoice(ctx, id) : openPackingSlip(ctx, id);
}

async function openInvoice(ctx: Ctx, id: string): Promise<OpenedDocument | undefined> {
  const invoice = await query(ctx)
    .selectFrom('InvoiceRow')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!invoice) return undefined;
  const bytes = await drawInvoice(invoice);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (invoice.sha256 === null)
    await query(ctx)
      .updateTable('InvoiceRow')
      .set({ sha256 })
      .where('id', '=', id)
      .where('sha256', 'is', null)
      .execute();
  else if (invoice.sha256 !== sha256)
    ctx.log.error(
      { invoice: invoice.number, sha256, before: invoice.sha256 },
      'invoice is drawn otherwise than before: the code of its layout must not change',
    );
  return { name: invoice.number, bytes };
}

async function openPackingSlip(ctx: Ctx, id: string): Promise<OpenedDocument | undefined> {
  const order = await findOrder(ctx, id);
  if (!isVisible(order)) return undefined;
  const [lines = []] = await linesOfOrders(ctx, [id]);
  const bytes = await drawPackingSlip({
    language: ctx.config.shopLanguage,
    seller: {
      name: ctx.config.shopName,
      address: settingsOf(ctx.config, ordersConfig).SHOP_ADDRESS,
    },
    address: order.shippingAddress ? addressLines(order.shippingAddress) : [],
    orderNumber: order.number,
    placedAt: order.placedAt,
    lines: lines.map(({ sku, productName, variantName, quantity }) => ({
      sku: sku ?? '',
      name: [productName, variantName].filter(Boolean).join(', '),
      quantity,
    })),
  });
  return { name: `${order.number}-packing-slip`, bytes };
}
