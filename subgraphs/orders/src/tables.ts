import { IdempotencyRecord } from '@emporium/db/idempotency-record.entity';
import { typedQuery } from '@emporium/db/typed-query';
import { ruleEntities } from '@emporium/pricing-replica/pricing-rule.entity';
import { Fulfillment, FulfillmentLine } from './fulfillment/fulfillment.entity.js';
import { OrderHistoryRow } from './history/order-history.entity.js';
import { InvoiceRow, InvoiceSeries } from './invoice/invoice.entity.js';
import { BulkItemRow, BulkJobRow } from './staff/bulk-job.entity.js';
import { OrderNote } from './staff/order-note.entity.js';
import { DraftOrderRow } from './draft/draft-order.entity.js';
import { OrderEditRow } from './edit/order-edit.entity.js';
import { OrderLineRow } from './order/order-line.entity.js';
import { OrderRow } from './order/order.entity.js';
import { Redemption, RedemptionCounter } from './redemption/redemption.entity.js';
import { DenormalizedProduct } from './replica/denormalized-product.entity.js';
import { DenormalizedUser } from './replica/denormalized-user.entity.js';
import { OrderRefundLineRow, OrderRefundRow } from './refund/order-refund.entity.js';
import { Return, ReturnLine } from './return/return.entity.js';

/** All tables of orders, and the records of its idempotency keys. */
export const entities = {
  OrderRow,
  OrderLineRow,
  OrderHistoryRow,
  OrderEditRow,
  DraftOrderRow,
  Fulfillment,
  FulfillmentLine,
  OrderRefundRow,
  OrderRefundLineRow,
  Return,
  ReturnLine,
  InvoiceSeries,
  InvoiceRow,
  OrderNote,
  BulkJobRow,
  BulkItemRow,
  DenormalizedProduct,
  DenormalizedUser,
  Redemption,
  RedemptionCounter,
  ...ruleEntities,
  IdempotencyRecord,
};

/** Starts a typed statement on the tables of orders. */
export const query = typedQuery(entities);
