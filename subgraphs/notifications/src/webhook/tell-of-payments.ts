import {
  PaymentAuthorized,
  PaymentAwaited,
  PaymentCaptured,
  PaymentCreated,
  PaymentDisputed,
  PaymentFailed,
  PaymentRefunded,
  PaymentVoided,
} from '@emporium/payments-events';
import { on, type EventHandler } from '@emporium/platform/define-subgraph';
import type { NotificationServices } from '../context.js';
import { recordEvent } from './record-event.js';

interface AboutPayment {
  paymentId: string;
  orderId: string;
  provider: string;
  amount: { minor: number; currency: string };
}

// Fields are named one by one: what an event gets later does not leave the shop by itself.
const payment = ({ paymentId, orderId, provider, amount }: AboutPayment) => ({
  ...{ paymentId, orderId, provider, amount },
});

/** What endpoints are told of payments. */
// The data type of each handler is fixed by on(); the list itself is heterogeneous.
// oxlint-disable-next-line typescript/no-explicit-any
export const tellOfPayments: EventHandler<NotificationServices, any>[] = [
  on(PaymentAuthorized, (ctx, event) =>
    recordEvent(ctx, event, { type: 'payment.authorized', data: payment(event.data) }),
  ),
  on(PaymentAwaited, (ctx, event) => {
    const { method, until } = event.data;
    return recordEvent(ctx, event, {
      type: 'payment.awaited',
      data: { ...payment(event.data), method, until },
    });
  }),
  // Taken at once, or later of what was set aside: receivers need not know which.
  on(PaymentCreated, (ctx, event) =>
    recordEvent(ctx, event, { type: 'payment.captured', data: payment(event.data) }),
  ),
  on(PaymentCaptured, (ctx, event) =>
    recordEvent(ctx, event, { type: 'payment.captured', data: payment(event.data) }),
  ),
  on(PaymentFailed, (ctx, event) =>
    recordEvent(ctx, event, {
      type: 'payment.failed',
      data: { ...payment(event.data), failureCode: event.data.failureCode },
    }),
  ),
  on(PaymentRefunded, (ctx, event) =>
    recordEvent(ctx, event, {
      type: 'payment.refunded',
      data: { ...payment(event.data), refunded: event.data.refunded, isFull: event.data.full },
    }),
  ),
  on(PaymentVoided, (ctx, event) =>
    recordEvent(ctx, event, {
      type: 'payment.voided',
      data: { ...payment(event.data), reason: event.data.reason },
    }),
  ),
  on(PaymentDisputed, (ctx, event) => {
    const { disputeId, status } = event.data;
    return recordEvent(ctx, event, {
      type: 'payment.disputed',
      data: { ...payment(event.data), disputeId, status },
    });
  }),
];
