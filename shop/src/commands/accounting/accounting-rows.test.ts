import { expect, test } from 'vitest';
import {
  ACCOUNTING_COLUMNS,
  type AccountingDocument,
  accountingRows,
  type PaymentSum,
} from './accounting-rows.js';

const document = (some: Partial<AccountingDocument> = {}): AccountingDocument => ({
  orderId: 'ord_1',
  kind: 'INVOICE',
  number: 'R-2026-1',
  issuedAt: '2026-02-01T23:30:00.000Z',
  orderNumber: 'EM-1',
  placedAt: new Date('2026-01-31T12:00:00Z'),
  status: 'PAID',
  country: 'DE',
  vatNumber: null,
  isReverseCharge: false,
  isOfWholeOrder: true,
  currency: 'EUR',
  total: 2_260,
  taxLines: [
    { name: 'VAT 19 %', rate: '0.19', base: 1_000, amount: 190 },
    { name: 'VAT 7 %', rate: '0.07', base: 1_000, amount: 70 },
  ],
  credits: null,
  ...some,
});
const sum: PaymentSum = { orderId: 'ord_1', currency: 'EUR', paid: 2_260, refunded: 500 };
const rows = (some: Partial<AccountingDocument> = {}, of: PaymentSum | undefined = sum) =>
  accountingRows(document(some), of).map((cells) =>
    Object.fromEntries(ACCOUNTING_COLUMNS.map((column, at) => [column, cells[at]])),
  );

test('an invoice has a row per rate; what belongs to the whole stands in the first alone', () => {
  const [first, second] = rows();
  expect(first).toEqual({
    Document: 'R-2026-1',
    Kind: 'INVOICE',
    Date: '2026-02-01',
    Order: 'EM-1',
    'Order Date': '2026-01-31',
    'Order Status': 'PAID',
    Country: 'DE',
    'VAT Number': '',
    'Reverse Charge': 'no',
    Credits: '',
    Currency: 'EUR',
    Tax: 'VAT 19 %',
    Rate: '0.19',
    Net: '10.00',
    'Tax Amount': '1.90',
    Gross: '11.90',
    'Document Total': '22.60',
    'Order Paid': '22.60',
    'Order Refunded': '5.00',
  });
  expect(second).toMatchObject({ Tax: 'VAT 7 %', Gross: '10.70', 'Document Total': '' });
  expect(second).toMatchObject({ 'Order Paid': '', 'Order Refunded': '' });
});

test('the invoice of a change of the order does not tell again what was paid', () => {
  expect(rows({ isOfWholeOrder: false })[0]).toMatchObject({
    'Document Total': '22.60',
    'Order Paid': '',
    'Order Refunded': '',
  });
});

test('a credit note is negative and does not tell again what was paid', () => {
  const credit = rows({ kind: 'CREDIT_NOTE', credits: 'R-2026-1', isOfWholeOrder: false });
  expect(credit[0]).toMatchObject({
    Credits: 'R-2026-1',
    Net: '-10.00',
    'Tax Amount': '-1.90',
    'Document Total': '-22.60',
    'Order Paid': '',
    'Order Refunded': '',
  });
});

test('what bears no tax has a row of its own, and a document of nothing has one, too', () => {
  expect(rows({ total: 2_500 })[2]).toMatchObject({
    Tax: '',
    Rate: '0',
    Net: '2.40',
    Gross: '2.40',
  });
  const reverse = rows({ total: 2_000, taxLines: [], isReverseCharge: true, vatNumber: 'ATU1' });
  expect(reverse).toMatchObject([{ 'Reverse Charge': 'yes', Net: '20.00', 'Tax Amount': '0.00' }]);
  expect(rows({ total: 0, taxLines: [] })).toMatchObject([{ Gross: '0.00' }]);
});

test('amounts have the digits of their currency', () => {
  const of = (currency: string) => rows({ currency, total: 5, taxLines: [] }, undefined)[0]!['Net'];
  expect(['JPY', 'EUR', 'KWD'].map(of)).toEqual(['5', '0.05', '0.005']);
});
