import { registerEnumType } from 'type-graphql';

/** @public Every member is part of the schema. */
export enum InvoiceKind {
  INVOICE = 'INVOICE',
  CREDIT_NOTE = 'CREDIT_NOTE',
}
registerEnumType(InvoiceKind, {
  name: 'InvoiceKind',
  description: 'What a document says.',
  valuesConfig: {
    INVOICE: { description: 'What was charged.' },
    CREDIT_NOTE: { description: 'What of it was returned.' },
  },
});
