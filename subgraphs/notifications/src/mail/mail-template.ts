/** The mails the shop sends about an order; each has its texts in every language. */
export const ORDER_MAILS = [
  'order-confirmed',
  'order-paid',
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

/** The mails the shop sends to the owner of an account; named like the pages that they link to. */
export const ACCOUNT_MAILS = ['verify-email', 'reset-password', 'undo-email-change'] as const;

/** A mail to the owner of an account. */
export type AccountMail = (typeof ACCOUNT_MAILS)[number];

/** Whether a mail is about an account, not about an order. */
export function isAccountMail(template: string): template is AccountMail {
  return (ACCOUNT_MAILS as readonly string[]).includes(template);
}

/** Mails to staff; the one that there is tells of a webhook endpoint that was switched off. */
export type StaffMail = 'webhook-endpoint-off';

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
  /** What was returned, or could not be charged. */
  amount?: Amount;
  /** Whether the order had been paid when it was cancelled. */
  wasPaid?: boolean;
  /** The parcel that left or arrived; without it all parcels of the order. */
  fulfillmentId?: string;
}
