import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { ordersConfig } from '../config.js';
import { linesOfOrders } from '../order/order-lines.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { addressLines } from './address-lines.js';
import type { InvoiceData } from './invoice-data.js';
import { InvoiceKind } from './invoice-kind.js';
import { writeInvoice } from './write-invoice.js';

/**
 * Issues the invoice of an order that was paid, once. Call it in the transaction that makes the
 * order PAID.
 */
export async function issueInvoice(ctx: Ctx, order: VisibleOrder): Promise<void> {
  const { id: orderId, currency, total } = order;
  const data = await invoiceData(ctx, order);
  await writeInvoice(ctx, {
    orderId,
    kind: InvoiceKind.INVOICE,
    source: `order:${orderId}`,
    currency,
    total,
    data,
  });
}

/** What a document of an order shows besides its number, as the order is now. */
export async function invoiceData(ctx: Ctx, order: VisibleOrder): Promise<InvoiceData> {
  const [lines = []] = await linesOfOrders(ctx, [order.id]);
  const { SHOP_ADDRESS: address, SHOP_VAT_ID: vatId } = settingsOf(ctx.config, ordersConfig);
  // Of an erased buyer the order knows only where the parcel goes.
  const buyer = order.erasureRequestedAt ? null : (order.billingAddress ?? order.shippingAddress);
  return {
    layout: 1,
    language: ctx.config.shopLanguage,
    seller: { name: ctx.config.shopName, address, vatId: vatId ?? null },
    buyer: buyer && { address: addressLines(buyer), vatId: order.vatNumber },
    orderNumber: order.number,
    orderedAt: order.placedAt.toISOString(),
    lines: lines.map((line) => ({
      sku: line.sku ?? '',
      name: [line.productName, line.variantName].filter(Boolean).join(', '),
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discount: line.discount,
      total: line.total,
    })),
    shipping: order.shipping,
    taxLines: order.taxLines,
    pricesIncludeTax: order.pricesIncludeTax,
    isReverseCharge: order.isReverseCharge,
    credits: null,
  };
}
