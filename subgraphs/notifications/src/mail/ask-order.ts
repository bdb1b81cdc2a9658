import type { Ctx } from '../context.js';
import type { Amount } from './mail-template.js';

/** Nobody waits for it but the mail. */
const ORDER_TIMEOUT_MS = 2_000;
const MONEY = '{ minor currency }';
const QUERY = `query NotificationsOrder($id: ID!) { _order(id: $id) {
  id number status contact { email } customer { id }
  shipping ${MONEY} total ${MONEY}
  taxLines { name rate amount ${MONEY} }
  lines { id productName variantName quantity discount ${MONEY} total ${MONEY} }
  fulfillments { id carrier trackingNumber trackingUrl cancelledAt lines { orderLineId quantity } } } }`;

/** A parcel as a mail shows it. */
export interface MailParcel {
  id: string;
  carrier: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  /** Called off: it never left. */
  cancelledAt: string | null;
  lines: { orderLineId: string; quantity: number }[];
}

/** An order as mails need it. Of what the buyer typed it holds the e-mail address alone. */
export interface MailOrder {
  id: string;
  number: string;
  status: string;
  /** Null when its buyer was erased. */
  contact: { email: string } | null;
  /** Null for a guest. */
  customer: { id: string } | null;
  shipping: Amount;
  total: Amount;
  taxLines: { name: string; rate: string; amount: Amount }[];
  lines: {
    id: string;
    productName: string;
    variantName: string | null;
    quantity: number;
    discount: Amount;
    total: Amount;
  }[];
  fulfillments: MailParcel[];
}

/**
 * The order of a mail as it is now; null when it was never placed. Never call it in a transaction.
 * Throws SubgraphUnavailableError when orders does not answer.
 */
export async function askOrder(ctx: Ctx, orderId: string): Promise<MailOrder | null> {
  const { _order: order } = await ctx.call<{ _order: MailOrder | null }>({
    to: 'orders',
    query: QUERY,
    variables: { id: orderId },
    timeoutMs: ORDER_TIMEOUT_MS,
  });
  return order;
}
