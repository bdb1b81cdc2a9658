import { operationInProgress } from '@emporium/graphql/app-errors';
import { checked } from '@emporium/graphql/checked';
import { money } from '@emporium/graphql/money.type';
import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import { amountDueOf, payableOf } from '../order/amount-due.js';
import { findOrder } from '../order/load-order.js';
import { orderNotFound } from '../order/order.errors.js';
import { linesOfOrders } from '../order/order-lines.js';
import { isVisible } from '../order/order.entity.js';
import { previewSchema } from './edit-input.js';
import type { OrderEditPreviewArgs } from './edit.inputs.js';
import type { OrderEditPreview } from './edit.payload.js';
import { assertEditable, planEdit } from './plan-edit.js';
import { priceEdit, QuoteMissingError } from './price-edit.js';
import { quoteUnits, soldQuotes } from './read-quotes.js';
import { storedChanges } from './stored-changes.js';

const TIMEOUT_MS = 1_500;

/**
 * Works out what a change would make of an order, and changes and holds nothing. Throws a Rejection
 * when it would be refused, and SubgraphUnavailableError.
 */
export async function previewEdit(ctx: Ctx, args: OrderEditPreviewArgs): Promise<OrderEditPreview> {
  const { orderId, changes: wanted } = checked(previewSchema, args);
  const order = await findOrder(ctx, orderId);
  if (!isVisible(order)) throw new Rejection(orderNotFound(['orderId']));
  assertEditable(order);
  const [lines] = await linesOfOrders(ctx, [orderId]);
  const plan = planEdit(lines!, storedChanges(wanted, order.currency));
  const [sold, fresh] = await Promise.all([
    soldQuotes(ctx, orderId, TIMEOUT_MS),
    quoteUnits(ctx, plan.added, TIMEOUT_MS),
  ]);
  const quotes = new Map([...fresh, ...sold]);
  const priced = await priceEdit(ctx, order, plan, quotes).catch((error: unknown) => {
    throw error instanceof QuoteMissingError ? operationInProgress() : error;
  });
  if (priced.errors) throw new Rejection(...priced.errors);
  const { totals } = priced;
  const amount = (minor: number) => money(minor, order.currency);
  const total = totals.total.minor;
  return {
    version: order.version,
    lines: plan.lines.map(({ before, variantId, quantity }, index) => {
      const line = totals.lines[index]!;
      return {
        orderLineId: before?.id ?? null,
        variantId,
        sku: before?.sku ?? quotes.get(variantId)?.sku ?? '',
        quantity,
        unitPrice: amount(line.unitPrice.minor),
        discount: amount(line.discount.minor),
        total: amount(line.total.minor),
      };
    }),
    discount: amount(totals.discount.minor),
    shipping: amount(totals.shippingTotal.minor),
    tax: amount(totals.tax.minor),
    total: amount(total),
    difference: amount(total - order.total),
    amountDue: amount(amountDueOf({ ...order, total })),
    refund: amount(Math.max(0, order.covered - payableOf({ ...order, total }))),
  };
}
