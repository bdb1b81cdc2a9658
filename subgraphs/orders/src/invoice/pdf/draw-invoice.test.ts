import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { InvoiceKind } from '../invoice-kind.js';
import { amountText, percentText } from './amount-text.js';
import { drawInvoice } from './draw-invoice.js';
import { drawPackingSlip } from './draw-packing-slip.js';

const data = {
  layout: 1 as const,
  language: 'de',
  seller: { name: 'Muster GmbH', address: ['Hauptstraße 1', '12345 Ort'], vatId: 'DE123456789' },
  buyer: {
    address: ['Łukasz Żółć', 'Οδός 1', 'ул. Ленина 5', '00-001 Warszawa', 'PL'],
    vatId: null,
  },
  orderNumber: 'EM-7K3MB-Q9TDX',
  orderedAt: '2026-01-01T10:00:00.000Z',
  lines: [
    {
      sku: 'OBS-M',
      name: 'Ocean Blue Shirt, M',
      quantity: 2,
      unitPrice: 1_999,
      discount: 451,
      total: 3_547,
    },
    { sku: 'SCK', name: 'Socken', quantity: 1, unitPrice: 450, discount: 0, total: 450 },
  ],
  shipping: 490,
  taxLines: [{ name: 'MwSt', rate: '0.19', base: 3_771, amount: 716 }],
  pricesIncludeTax: true,
  isReverseCharge: true,
  credits: null,
};
const invoice = {
  kind: InvoiceKind.INVOICE,
  number: 'INV-2026-000001',
  issuedAt: new Date('2026-01-02T03:04:05.000Z'),
  currency: 'EUR',
  total: 4_487,
  data,
};
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('a document is the same bytes whenever it is drawn, for ever: another digest needs another layout', async () => {
  const [first, second] = [await drawInvoice(invoice), await drawInvoice(invoice)];
  expect(sha256(second)).toBe(sha256(first));
  expect(sha256(first)).toBe('bb430606c2f8970ab2d17109d057abae9866d5b66fa91c4dd454f53f546f56ba');
});

test('a change of any part is another document', async () => {
  const digests = await Promise.all(
    [invoice, { ...invoice, total: 4_488 }, { ...invoice, number: 'INV-2026-000002' }].map(
      async (each) => sha256(await drawInvoice(each)),
    ),
  );
  expect(new Set(digests).size).toBe(3);
});

test('two hundred lines take several pages, a credit note of a part and a packing slip have no lines of amounts', async () => {
  const lines = Array.from({ length: 200 }, (_, n) => ({ ...data.lines[0]!, name: `Thing ${n}` }));
  const pages = (bytes: Buffer) => bytes.toString('latin1').match(/\/Type \/Page\n/g)?.length;
  expect(pages(await drawInvoice(invoice))).toBe(1);
  expect(pages(await drawInvoice({ ...invoice, data: { ...data, lines } }))).toBeGreaterThan(4);
  const credit = { ...data, lines: [], shipping: 0, buyer: null, credits: invoice.number };
  expect(
    pages(await drawInvoice({ ...invoice, kind: InvoiceKind.CREDIT_NOTE, data: credit })),
  ).toBe(1);
  const slip = await drawPackingSlip({
    language: 'en',
    seller: data.seller,
    address: data.buyer.address,
    orderNumber: data.orderNumber,
    placedAt: new Date(data.orderedAt),
    lines,
  });
  expect(pages(slip)).toBeGreaterThan(3);
});

test.each([
  [123_450, 'EUR', 'en', '1,234.50 EUR'],
  [-123_456_789, 'EUR', 'de-AT', '-1.234.567,89 EUR'],
  [999, 'EUR', 'fr', '9.99 EUR'],
  [1_000, 'JPY', 'en', '1,000 JPY'],
])('%i %s in %s is %s', (minor, currency, language, text) => {
  expect(amountText(minor, currency, language)).toBe(text);
});

test.each([
  ['0.19', 'en', '19 %'],
  ['0.055', 'de', '5,5 %'],
  ['0', 'en', '0 %'],
  ['0.2', 'en', '20 %'],
])('the rate %s in %s is %s', (rate, language, text) => {
  expect(percentText(rate, language)).toBe(text);
});
