import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';

const moneySchema = z.object({
  minor: z.number().int().describe("Amount in the currency's minor units."),
  currency: z.string().length(3).describe('ISO 4217 code.'),
});

const linesSchema = z
  .array(z.object({ variantId: z.string(), quantity: z.number().int().positive() }))
  .describe('What was ordered; each variant appears once.');

const statusSchema = z.enum(['PENDING', 'PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED']);

const about = {
  orderId: z.string(),
  number: z.string().describe('Number that people use.'),
  userId: z.string().nullable().describe('The buyer; null for a guest.'),
  version: z.number().int().positive().describe('Version of the order after the change.'),
};

/** An order was placed: its pieces are held and its prices confirmed. */
export const OrderCreated = defineEvent(
  'ORDER_CREATED',
  'order_events',
  z.object({
    ...about,
    lines: linesSchema,
    total: moneySchema,
    expiresAt: z.string().describe('When the order expires unless it is paid (RFC 3339).'),
  }),
  { description: 'An order was placed: its pieces are held and its prices are confirmed.' },
);

/** An order was paid: its pieces are sold. */
export const OrderPaid = defineEvent(
  'ORDER_PAID',
  'order_events',
  z.object({
    ...about,
    cartIdHash: z.string().describe('sha256 (hex) of the id of the cart that was ordered.'),
    cartVersion: z.number().int().describe('Version of the cart that was ordered.'),
    lines: linesSchema,
    total: moneySchema,
    currency: z.string().length(3).describe('Currency of the total.'),
  }),
  {
    description:
      'An order was paid: held pieces become sold, the ordered quantities leave the cart.',
  },
);

/**
 * An order went on to PROCESSING, SHIPPED or DELIVERED. Each version of an order is told by exactly
 * one event: paid and cancelled have their own.
 */
export const OrderStatusChanged = defineEvent(
  'ORDER_STATUS_CHANGED',
  'order_events',
  z.object({
    ...about,
    from: statusSchema,
    to: statusSchema,
    at: z.string().describe('When (RFC 3339).'),
  }),
  {
    description:
      'An order went on to PROCESSING, SHIPPED or DELIVERED. Each version of an order is told by exactly one event: ORDER_CREATED, ORDER_PAID and ORDER_CANCELLED tell the others.',
  },
);

/**
 * An order was cancelled or expired: held or sold pieces go back and captured money is returned.
 */
export const OrderCancelled = defineEvent(
  'ORDER_CANCELLED',
  'order_events',
  z.object({
    ...about,
    lines: linesSchema,
    reason: z
      .string()
      .describe(
        'CUSTOMER, STAFF, EXPIRED, LATE_PAYMENT (sent again because money arrived after the cancellation), RECONCILED (sent again because a database was set back to an earlier moment) or ABANDONED (an order that never came to be: its hold is released, its money goes back, nobody is told, number is empty and userId null).',
      ),
    wasPaid: z
      .boolean()
      .describe('True when the order had been paid: its pieces were sold and not only held.'),
  }),
  {
    description:
      'An order was cancelled or expired: its pieces go back once and captured money is returned once.',
  },
);
