import { decimalOf } from '@emporium/money/decimal';

/** An invoice or a credit note as orders tells it; amounts in minor units, of both kinds positive. */
export interface AccountingDocument {
  orderId: string;
  kind: string;
  number: string;
  issuedAt: Date | string;
  orderNumber: string | null;
  placedAt: Date | string | null;
  status: string;
  country: string;
  vatNumber: string | null;
  isReverseCharge: boolean;
  /** The first invoice of an order; others are of its changes. */
  isOfWholeOrder: boolean;
  currency: string;
  total: number;
  taxLines: readonly { name: string; rate: string; base: number; amount: number }[];
  /** Number of the invoice that a credit note takes back. */
  credits: string | null;
}

/** What was taken for an order and what of it went back, in minor units of the currency. */
export interface PaymentSum {
  orderId: string;
  currency: string;
  paid: number;
  refunded: number;
}

/** The columns of the file, in their order. */
export const ACCOUNTING_COLUMNS = [
  'Document',
  'Kind',
  'Date',
  'Order',
  'Order Date',
  'Order Status',
  'Country',
  'VAT Number',
  'Reverse Charge',
  'Credits',
  'Currency',
  'Tax',
  'Rate',
  'Net',
  'Tax Amount',
  'Gross',
  'Document Total',
  'Order Paid',
  'Order Refunded',
] as const;

/**
 * The rows of a document: one per rate, and one for what bears no tax. A credit note has negative
 * amounts, so that columns can be summed up; what belongs to the document or the order stands in
 * one row only for the same reason.
 */
export function accountingRows(
  document: AccountingDocument,
  sum: PaymentSum | undefined,
): string[][] {
  const { currency, taxLines, total } = document;
  const isInvoice = document.kind === 'INVOICE';
  const sign = isInvoice ? 1 : -1;
  const amount = (minor: number) => decimalOf({ minor: minor === 0 ? 0 : sign * minor, currency });
  const taxed = taxLines.reduce((all, line) => all + line.base + line.amount, 0);
  const untaxed = { name: '', rate: '0', base: total - taxed, amount: 0 };
  const parts = untaxed.base !== 0 || taxLines.length === 0 ? [...taxLines, untaxed] : taxLines;
  const head = [
    document.number,
    document.kind,
    day(document.issuedAt),
    document.orderNumber ?? '',
    day(document.placedAt),
    document.status,
    document.country,
    document.vatNumber ?? '',
    document.isReverseCharge ? 'yes' : 'no',
    document.credits ?? '',
    currency,
  ];
  const ofOrder =
    document.isOfWholeOrder && sum
      ? [sum.paid, sum.refunded].map((minor) => decimalOf({ minor, currency: sum.currency }))
      : ['', ''];
  return parts.map(({ name, rate, base, amount: tax }, index) => [
    ...head,
    name,
    rate,
    amount(base),
    amount(tax),
    amount(base + tax),
    ...(index === 0 ? [amount(total), ...ofOrder] : ['', '', '']),
  ]);
}

/** The day in UTC. */
function day(at: Date | string | null): string {
  return at === null ? '' : new Date(at).toISOString().slice(0, 10);
}
