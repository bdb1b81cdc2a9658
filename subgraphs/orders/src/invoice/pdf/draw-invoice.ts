import type { InvoiceRow } from '../invoice.entity.js';
import { InvoiceKind } from '../invoice-kind.js';
import { amountText, percentText } from './amount-text.js';
import { drawHead } from './draw-head.js';
import { invoiceTexts, type InvoiceTexts } from './invoice-texts.js';
import { openSheet, type Cell, type Sheet, WIDTH } from './sheet.js';

type Drawn = Pick<InvoiceRow, 'kind' | 'number' | 'issuedAt' | 'currency' | 'total' | 'data'>;

/** The PDF of an invoice or credit note: the same bytes whenever it is drawn. */
export async function drawInvoice(invoice: Drawn): Promise<Buffer> {
  const { kind, number, issuedAt, data } = invoice;
  const texts = invoiceTexts(data.language);
  const title = texts.titles[kind];
  const sheet = await openSheet(`${title} ${number}`, issuedAt);
  drawHead(sheet, {
    title,
    seller: data.seller,
    address: data.buyer?.address ?? [],
    facts: [
      [texts.number, number],
      [texts.date, issuedAt.toISOString().slice(0, 10)],
      ...(data.credits ? [[texts.credits, data.credits] as const] : []),
      [texts.order, data.orderNumber],
      [texts.ordered, data.orderedAt.slice(0, 10)],
      ...(data.buyer?.vatId ? [[texts.vatId, data.buyer.vatId] as const] : []),
    ],
    texts,
  });
  drawLines(sheet, invoice, texts);
  drawSums(sheet, invoice, texts);
  return sheet.end(texts.page);
}

const right = (text: string, x: number, width: number, more: Partial<Cell> = {}): Cell => ({
  text,
  x,
  width,
  align: 'right',
  ...more,
});

function drawLines(sheet: Sheet, { data, currency, total }: Drawn, texts: InvoiceTexts): void {
  const bold = { weight: 'bold' } as const;
  const amount = (minor: number) => amountText(minor, currency, data.language);
  sheet.row(
    [
      { text: texts.item, x: 0, width: 200, ...bold },
      right(texts.quantity, 205, 50, bold),
      right(data.pricesIncludeTax ? texts.price : texts.netPrice, 260, 75, bold),
      right(texts.discount, 335, 70, bold),
      right(texts.amount, 405, WIDTH - 405, bold),
    ],
    { ruled: true },
  );
  for (const line of data.lines)
    sheet.row([
      { text: line.sku ? `${line.name} (${line.sku})` : line.name, x: 0, width: 200 },
      right(String(line.quantity), 205, 50),
      right(amount(line.unitPrice), 260, 75),
      right(line.discount ? amount(-line.discount) : '', 335, 70),
      right(amount(line.total), 405, WIDTH - 405),
    ]);
  if (data.lines.length === 0)
    sheet.row([
      { text: `${texts.refund}, ${data.credits}`, x: 0, width: 200 },
      right(amount(total), 405, WIDTH - 405),
    ]);
  if (data.shipping)
    sheet.row([
      { text: texts.shipping, x: 0, width: 200 },
      right(amount(data.shipping), 405, WIDTH - 405),
    ]);
}

function drawSums(sheet: Sheet, { kind, data, currency, total }: Drawn, texts: InvoiceTexts): void {
  const amount = (minor: number) => amountText(minor, currency, data.language);
  const sum = (label: string, text: string, weight: 'plain' | 'bold' = 'plain') =>
    sheet.row([
      { text: label, x: 205, width: 200, weight },
      right(text, 405, WIDTH - 405, { weight }),
    ]);
  sheet.row([], { ruled: true });
  sum(kind === InvoiceKind.CREDIT_NOTE ? texts.credited : texts.total, amount(total), 'bold');
  for (const { name, rate, base, amount: tax } of data.taxLines) {
    const percent = percentText(rate, data.language);
    sum(`${texts.tax}: ${name.includes('%') ? name : `${name} ${percent}`}`, amount(tax));
    sum(`${texts.net} (${percent})`, amount(base));
  }
  if (!data.isReverseCharge) return;
  sheet.space(16);
  sheet.row([{ text: texts.reverseCharge, x: 0, width: WIDTH }]);
}
