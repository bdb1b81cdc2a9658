import { IdempotencyRecord } from '@emporium/db/idempotency-record.entity';
import { typedQuery } from '@emporium/db/typed-query';
import { CaptureRow } from './capture/capture.entity.js';
import { DisputeRow } from './dispute/dispute.entity.js';
import { GiftCardEntry, GiftCardRow } from './gift-card/gift-card.entity.js';
import { Payable, PaymentRow } from './payment/payment.entity.js';
import { RefundRequestRow } from './refund/refund-request.entity.js';
import { RefundRow } from './refund/refund.entity.js';

/** All tables of payments, and the records of its idempotency keys. */
export const entities = {
  Payable,
  PaymentRow,
  RefundRow,
  RefundRequestRow,
  CaptureRow,
  GiftCardRow,
  GiftCardEntry,
  DisputeRow,
  IdempotencyRecord,
};

/** Starts a typed statement on the tables of payments. */
export const query = typedQuery(entities);
