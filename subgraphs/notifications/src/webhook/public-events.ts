/** An event as other systems know it. */
export interface PublicEvent {
  name: string;
  description: string;
  /** Fields of `data`; customerId is there only for endpoints that asked for it. */
  fields: readonly string[];
}

const ORDER = ['orderId', 'number', 'version', 'status', 'customerId'] as const;
const PAYMENT = ['paymentId', 'orderId', 'provider', 'amount'] as const;
const FULFILLMENT = [
  'fulfillmentId',
  'orderId',
  'number',
  'version',
  'lines',
  'customerId',
] as const;
const RETURN = ['returnId', 'orderId', 'number', 'version', 'status', 'customerId'] as const;
const PRODUCT = ['productId', 'sku', 'slug', 'isActive', 'variants', 'version'] as const;
const CATEGORY = ['categoryId', 'slug', 'parentId', 'version'] as const;

/**
 * Everything that endpoints can be told, the public contract of webhooks. Fields are added, never
 * retyped or removed. What is personal is no field: receivers ask the API for it by id, with their
 * own permissions, as long as it is there.
 */
export const PUBLIC_EVENTS: readonly PublicEvent[] = [
  {
    name: 'order.created',
    description: 'An order was placed and waits for its payment.',
    fields: [...ORDER, 'lines', 'total', 'expiresAt'],
  },
  {
    name: 'order.paid',
    description: 'An order was paid.',
    fields: [...ORDER, 'lines', 'total'],
  },
  {
    name: 'order.processing',
    description: 'An order is being made ready.',
    fields: ORDER,
  },
  { name: 'order.shipped', description: 'An order is on its way.', fields: ORDER },
  { name: 'order.delivered', description: 'An order has arrived.', fields: ORDER },
  {
    name: 'order.cancelled',
    description: 'An order was cancelled or expired.',
    fields: [...ORDER, 'lines', 'reason', 'wasPaid'],
  },
  {
    name: 'order.updated',
    description: 'Something of an order was corrected, e.g. where it goes.',
    fields: ['orderId', 'number', 'version', 'customerId', 'change'],
  },
  {
    name: 'order.claimed',
    description: 'A guest order belongs to a customer account from now on.',
    fields: ORDER,
  },
  {
    name: 'order.edited',
    description: 'Staff changed what is in a paid order.',
    fields: ['orderId', 'number', 'version', 'customerId', 'total', 'difference', 'amountDue'],
  },
  { name: 'fulfillment.created', description: 'A parcel was made.', fields: FULFILLMENT },
  {
    name: 'fulfillment.updated',
    description: 'Carrier or tracking of a parcel were corrected.',
    fields: FULFILLMENT,
  },
  { name: 'fulfillment.delivered', description: 'A parcel has arrived.', fields: FULFILLMENT },
  { name: 'fulfillment.cancelled', description: 'A parcel was called off.', fields: FULFILLMENT },
  { name: 'return.requested', description: 'A return was asked for.', fields: RETURN },
  { name: 'return.approved', description: 'A return was approved.', fields: RETURN },
  { name: 'return.declined', description: 'A return was declined.', fields: RETURN },
  { name: 'return.received', description: 'What was returned has arrived.', fields: RETURN },
  { name: 'return.refunded', description: 'The money of a return went back.', fields: RETURN },
  { name: 'return.closed', description: 'A return is over.', fields: RETURN },
  {
    name: 'payment.authorized',
    description: 'Money for an order was set aside, or is paid on delivery.',
    fields: PAYMENT,
  },
  {
    name: 'payment.awaited',
    description: 'The buyer pays by a method that takes days.',
    fields: [...PAYMENT, 'method', 'until'],
  },
  {
    name: 'payment.captured',
    description: 'Money for an order was taken, in part or completely.',
    fields: PAYMENT,
  },
  {
    name: 'payment.voided',
    description: 'Money that was set aside or awaited was given up.',
    fields: [...PAYMENT, 'reason'],
  },
  {
    name: 'payment.disputed',
    description: 'A bank called a charge into question, or has decided.',
    fields: [...PAYMENT, 'disputeId', 'status'],
  },
  {
    name: 'payment.failed',
    description: 'A payment failed for good; nothing was taken.',
    fields: [...PAYMENT, 'failureCode'],
  },
  {
    name: 'payment.refunded',
    description: 'Money was returned, in part or completely.',
    fields: [...PAYMENT, 'refunded', 'isFull'],
  },
  { name: 'product.created', description: 'A product came into being.', fields: PRODUCT },
  {
    name: 'product.updated',
    description: 'A product, one of its variants or its place in the catalog changed.',
    fields: PRODUCT,
  },
  {
    name: 'product.deleted',
    description: 'A product was deleted; its last state.',
    fields: PRODUCT,
  },
  { name: 'category.created', description: 'A category came into being.', fields: CATEGORY },
  { name: 'category.updated', description: 'A category changed.', fields: CATEGORY },
  { name: 'category.deleted', description: 'A category was deleted.', fields: CATEGORY },
  {
    name: 'stock.changed',
    description: 'The number of units that can be ordered of a variant changed.',
    fields: ['variantId', 'productId', 'available', 'version'],
  },
];

/** What `webhookEndpointPing` sends; no filter names it. */
export const PING = 'webhook.ping';

/** Version of the shape of all bodies; it rises when a field has to go. */
export const PAYLOAD_VERSION = 1;
