/** Fields of a mail as the queue keeps them; all are written by the shop. */
export interface MailFields {
  number: string;
  /** Amount with currency as people write it, e.g. €12.50. */
  total?: string;
}

/** The address was typed by whoever ordered and nobody has confirmed it. */
const WHY =
  'You are receiving this email because this address was given for an order at our shop. If it was not you, no action is needed.';

const letter = (subject: string, body: string) => ({
  subject,
  text: `Hello,\n\n${body}\n\n--\n${WHY}\n`,
});

/**
 * Texts of the mails the shop sends. All are about an order and go to the address given with it,
 * which may be a stranger's: they hold nothing that a user has written, since that would let
 * anybody send words and links of his own in the shop's name.
 */
export const TEMPLATES = {
  'order-confirmation': ({ number, total }: MailFields) =>
    letter(
      `Your order ${number} is confirmed`,
      `Thank you for your order. We have received your payment${total ? ` of ${total}` : ''} for order ${number}, and we will email you as soon as it ships.`,
    ),
  'order-shipped': ({ number }: MailFields) =>
    letter(
      `Your order ${number} has shipped`,
      `Good news: your order ${number} has shipped and is on its way to you.`,
    ),
  'order-cancelled': ({ number }: MailFields) =>
    letter(
      `Your order ${number} has been cancelled`,
      `Your order ${number} has been cancelled. If you have already paid, the full amount will be refunded to your original payment method.`,
    ),
} as const;

export type TemplateName = keyof typeof TEMPLATES;
