/** Fields of a mail as the queue keeps them. */
export interface MailFields {
  name: string;
  number: string;
  total?: string;
}

/** Texts of the mails the shop sends. */
export const TEMPLATES = {
  'order-confirmation': ({ name, number, total }: MailFields) => ({
    subject: `Your order ${number}`,
    text: `Hello ${name},\n\nthank you for your order ${number}${total ? ` over ${total}` : ''}. We tell you when it is on its way.\n`,
  }),
  'order-shipped': ({ name, number }: MailFields) => ({
    subject: `Your order ${number} is on its way`,
    text: `Hello ${name},\n\nyour order ${number} has left our house.\n`,
  }),
  'order-cancelled': ({ name, number }: MailFields) => ({
    subject: `Your order ${number} was cancelled`,
    text: `Hello ${name},\n\nyour order ${number} was cancelled. What you have paid is returned to you.\n`,
  }),
} as const;

export type TemplateName = keyof typeof TEMPLATES;
