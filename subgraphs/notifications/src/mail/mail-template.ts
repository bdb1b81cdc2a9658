/** The mails the shop sends about an order; each has its texts in every language. */
export const ORDER_MAILS = [
  'order-confirmed',
  'order-paid',
  'order-edited',
  'order-shipped',
  'order-delivered',
  'order-cancelled',
  'order-expired',
  'order-refunded',
  'payment-failed',
  'return-requested',
  'return-approved',
  'return-declined',
  'return-received',
] as const;

/** A mail about an order. */
export type TemplateName = (typeof ORDER_MAILS)[number];

/** The mails the shop sends to the owner of an account; named like the pages that they link to, if they do. */
export const ACCOUNT_MAILS = [
  'verify-email',
  'reset-password',
  'undo-email-change',
  'factors-changed',
  'new-device',
] as const;

/** A mail to the owner of an account. */
export type AccountMail = (typeof ACCOUNT_MAILS)[number];

/** Whether a mail is about an account, not about an order. */
export function isAccountMail(template: string): template is AccountMail {
  return (ACCOUNT_MAILS as readonly string[]).includes(template);
}

/** The mails the shop sends to the addresses of MAIL_STAFF. */
export const STAFF_MAILS = ['webhook-endpoint-off', 'payment-disputed', 'low-stock'] as const;

/** A mail to staff. */
export type StaffMail = (typeof STAFF_MAILS)[number];

/** Whether a mail is to staff. */
export function isStaffMail(template: string): template is StaffMail {
  return (STAFF_MAILS as readonly string[]).includes(template);
}

/** The mail that reminds of a cart; the only one so far that is not transactional. */
export const CART_MAIL = 'cart-abandoned';

/** An amount in minor units. */
export interface Amount {
  minor: number;
  currency: string;
}

/**
 * What a mail in the queue knows of its event; everything else is asked from orders when it is
 * sent. All are written by the shop.
 */
export interface MailFields {
  /** What was returned, could not be charged, or is to be paid after a change. */
  amount?: Amount;
  /** Whether the order had been paid when it was cancelled. */
  wasPaid?: boolean;
  /** The parcel that left or arrived; without it all parcels of the order. */
  fulfillmentId?: string;
  /** The cart as it was when it was found abandoned. */
  cartVersion?: number;
  /** The dispute that staff hear of, as the provider tells it. */
  dispute?: { id: string; status: 'OPEN' | 'WON' | 'LOST'; reason: string | null };
}
