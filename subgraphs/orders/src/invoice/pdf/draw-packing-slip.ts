import { drawHead } from './draw-head.js';
import { invoiceTexts } from './invoice-texts.js';
import { openSheet, WIDTH } from './sheet.js';

/** What goes into the parcels of an order. */
export interface PackingSlip {
  language: string;
  seller: { name: string; address: string[] };
  address: string[];
  orderNumber: string;
  placedAt: Date;
  lines: { sku: string; name: string; quantity: number }[];
}

/** The PDF that is packed with the goods: what and where to, without prices. */
export async function drawPackingSlip(slip: PackingSlip): Promise<Buffer> {
  const texts = invoiceTexts(slip.language);
  const title = texts.titles.PACKING_SLIP;
  const sheet = await openSheet(`${title} ${slip.orderNumber}`, slip.placedAt);
  drawHead(sheet, {
    title,
    seller: { ...slip.seller, vatId: null },
    address: slip.address,
    facts: [
      [texts.order, slip.orderNumber],
      [texts.ordered, slip.placedAt.toISOString().slice(0, 10)],
    ],
    texts,
  });
  const columns = (quantity: string, name: string, sku: string, weight: 'plain' | 'bold') => [
    { text: quantity, x: 0, width: 60, weight },
    { text: name, x: 70, width: 250, weight },
    { text: sku, x: 330, width: WIDTH - 330, weight },
  ];
  sheet.row(columns(texts.quantity, texts.item, 'SKU', 'bold'), { ruled: true });
  for (const { sku, name, quantity } of slip.lines)
    sheet.row(columns(String(quantity), name, sku, 'plain'));
  return sheet.end(texts.page);
}
