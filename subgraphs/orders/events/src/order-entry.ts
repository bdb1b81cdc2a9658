/**
 * What one subgraph has written down about an order: the order, its hold, a payment, that its user
 * has ordered. `verify`
 * compares what all of them have.
 */
export interface OrderEntry {
  /** Key of the row in its own table; pages are in its order. */
  id: string;
  orderId: string;
  status: string;
  /** `<variant>x<units>`, sorted by variant, with commas; where units are kept. */
  lines?: string;
  /** What all payments come to, or one charge, in minor units, where money is kept. */
  amount?: number;
  /** What of it is not paid after a change by staff. */
  due?: number;
  /** ISO 4217 code of the amount. */
  currency?: string;
  /** The payment that paid the order. */
  paymentId?: string | null;
  userId?: string | null;
  /** Of the order, as far as it is known. */
  version?: number;
  /** When it was written down. */
  createdAt?: Date;
}
