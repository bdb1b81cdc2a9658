// long because the events of orders share the fields about an order
import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';
import { about, discountsSchema, linesSchema, moneySchema, statusSchema } from './event-parts.js';

/** An order was placed: its units are held and its prices confirmed. */
export const OrderCreated = defineEvent(
  'ORDER_CREATED',
  'order_events',
  z.object({
    ...about,
    lines: linesSchema,
    total: moneySchema,
    discounts: discountsSchema,
    expiresAt: z.string().describe('When the order expires unless it is paid (RFC 3339).'),
  }),
  { description: 'An order was placed: its units are held and its prices are confirmed.' },
);

/** An order was paid: its units are sold. */
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
      'An order was paid: held units become sold, the ordered quantities leave the cart.',
  },
);

/**
 * An order went on to PROCESSING, SHIPPED or DELIVERED. Each version of an order is told by exactly
 * one event; paid, cancelled and the others have their own.
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
      'An order went on to PROCESSING, SHIPPED or DELIVERED. Each version of an order is told by exactly one event: the other events that are keyed by the order tell the others.',
  },
);

/**
 * An order was cancelled or expired: held or sold units go back and captured money is returned.
 */
export const OrderCancelled = defineEvent(
  'ORDER_CANCELLED',
  'order_events',
  z.object({
    ...about,
    lines: linesSchema,
    discounts: discountsSchema.describe('What it had redeemed and gives back.'),
    reason: z
      .string()
      .describe(
        'CUSTOMER, STAFF, EXPIRED, LATE_PAYMENT (sent again because money arrived after the cancellation), RECONCILED (sent again because a database was set back to an earlier moment) or ABANDONED (an order that never came to be: its hold is released, its money goes back, nobody is told, number is empty and userId null).',
      ),
    wasPaid: z
      .boolean()
      .describe('True when the order had been paid: its units were sold and not only held.'),
  }),
  {
    description:
      'An order was cancelled or expired: its units go back once and captured money is returned once.',
  },
);

/** A parcel of an order was made, corrected, delivered or called off; keyed by the parcel. */
export const FulfillmentChanged = defineEvent(
  'FULFILLMENT_CHANGED',
  'order_events',
  z.object({
    ...about,
    version: z.number().int().positive().describe('Version of the parcel after the change.'),
    fulfillmentId: z.string(),
    change: z
      .enum(['CREATED', 'UPDATED', 'DELIVERED', 'CANCELLED'])
      .describe('What happened; UPDATED = carrier or tracking were corrected.'),
    lines: linesSchema.describe('What is in the parcel; each variant appears once.'),
    amount: moneySchema
      .optional()
      .describe('With CREATED: what its units cost by the order, without shipping.'),
  }),
  {
    description:
      'A parcel of an order was made, corrected, delivered or called off; keyed by the parcel. Carrier and tracking are asked of orders. ORDER_STATUS_CHANGED tells when the order as a whole goes on.',
  },
);

/** Units of a paid order go back to stock, once per restockId. */
export const OrderRestockRequested = defineEvent(
  'ORDER_RESTOCK_REQUESTED',
  'order_events',
  z.object({
    ...about,
    restockId: z.string().describe('Key of this one movement; a repeat has the same.'),
    cause: z
      .enum(['LINES_CANCELLED', 'RETURNED'])
      .describe('They were never sent, or they came back in good condition.'),
    lines: linesSchema.describe('What goes back to stock; each variant appears once.'),
  }),
  {
    description:
      'Units of a paid order go back to stock, once per restockId. An order that is cancelled as a whole has ORDER_CANCELLED instead.',
  },
);

/** Money of an order goes back, once per refundId. */
export const OrderRefundRequested = defineEvent(
  'ORDER_REFUND_REQUESTED',
  'order_events',
  z.object({
    ...about,
    refundId: z.string().describe('Key of this one refund; a repeat has the same.'),
    amount: moneySchema.describe('What goes back: the sum of the lines and the shipping.'),
    shipping: moneySchema.describe('Of it, for shipping.'),
    reason: z
      .enum(['LINES_CANCELLED', 'RETURNED', 'EDITED', 'OVERPAID'])
      .describe(
        'What it is for; EDITED: staff changed the order and it costs less, OVERPAID: more was paid than it costs after a change.',
      ),
    returnId: z.string().nullable().describe('The return that it is for.'),
    lines: z
      .array(
        z.object({
          orderLineId: z.string(),
          variantId: z.string(),
          quantity: z.number().int().nonnegative().describe('Units that it settles.'),
          amount: moneySchema,
        }),
      )
      .describe('What goes back for which line; may be empty.'),
  }),
  {
    description:
      'Money of an order goes back, once per refundId and never more than was captured. PAYMENT_REFUNDED tells when it did.',
  },
);

/** A return was asked for, approved, declined, received, refunded or closed; keyed by the return. */
export const ReturnChanged = defineEvent(
  'RETURN_CHANGED',
  'order_events',
  z.object({
    ...about,
    version: z.number().int().positive().describe('Version of the return after the change.'),
    returnId: z.string(),
    status: z.enum(['REQUESTED', 'APPROVED', 'DECLINED', 'RECEIVED', 'CLOSED']),
    change: z
      .enum(['REQUESTED', 'APPROVED', 'DECLINED', 'RECEIVED', 'REFUNDED', 'CLOSED'])
      .describe('What happened; REFUNDED leaves the status as it is.'),
  }),
  {
    description:
      'A return was asked for, approved, declined, received, refunded or closed; keyed by the return. Its lines and reasons are asked of orders.',
  },
);

/** Something of an order was corrected that no other event tells of. */
export const OrderUpdated = defineEvent(
  'ORDER_UPDATED',
  'order_events',
  z.object({ ...about, change: z.enum(['SHIPPING_ADDRESS']).describe('What was corrected.') }),
  {
    description:
      'Something of an order was corrected that no other event tells of, e.g. where it goes; ask orders for the value.',
  },
);

/** A guest order belongs to an account from now on. */
export const OrderClaimed = defineEvent(
  'ORDER_CLAIMED',
  'order_events',
  z.object({
    ...about,
    userId: z.string().describe('Whose it is now.'),
    status: statusSchema.describe('Status of the order, which stays as it is.'),
  }),
  {
    description:
      'A guest order belongs to an account from now on: somebody verified the e-mail address that it was placed with. The guest token opens it no more.',
  },
);

/** An unpaid order waits longer for its payment, and its units with it. */
export const OrderExtended = defineEvent(
  'ORDER_EXTENDED',
  'order_events',
  z.object({
    ...about,
    expiresAt: z.string().describe('When the order expires now unless it is paid (RFC 3339).'),
  }),
  {
    description:
      'An unpaid order waits longer, because it is paid by a method that takes days; its units are held until then.',
  },
);

/** Staff changed what is in a paid order: other units, other prices. */
export const OrderEdited = defineEvent(
  'ORDER_EDITED',
  'order_events',
  z.object({
    ...about,
    editId: z
      .string()
      .describe('Key of this one change; a hold of this name has the units that were added.'),
    lines: linesSchema.describe('What the order consists of now; each variant appears once.'),
    added: linesSchema.describe('Units that it has more; each variant appears once.'),
    removed: linesSchema.describe('Units that it has no more; each variant appears once.'),
    total: moneySchema.describe('What the order costs now.'),
    difference: moneySchema.describe('What it costs more than before; negative: less.'),
    amountDue: moneySchema.describe('What is to be paid because of changes like this one.'),
    discounts: discountsSchema.describe('Promotions that it redeems now, each once.'),
    givenBack: z
      .array(z.string())
      .describe('Ids of promotions and codes that it redeemed before and does no more.'),
  }),
  {
    description:
      'Staff changed what is in a paid order that was not sent. Added units are sold, removed ones go back to stock, once per editId. ORDER_REFUND_REQUESTED tells of money that goes back.',
  },
);
