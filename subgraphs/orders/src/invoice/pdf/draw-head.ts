import type { InvoiceTexts } from './invoice-texts.js';
import { type Sheet, WIDTH } from './sheet.js';

/** What stands above the lines of every document. */
export interface Head {
  title: string;
  seller: { name: string; address: string[]; vatId: string | null };
  address: string[];
  /** Label and value. */
  facts: (readonly [string, string])[];
  texts: InvoiceTexts;
}

/** Draws the seller, whom the document goes to, its title and its facts. */
export function drawHead(sheet: Sheet, { title, seller, address, facts, texts }: Head): void {
  sheet.row([{ text: seller.name, x: 0, width: WIDTH, weight: 'bold' }], { size: 14 });
  const below = [...seller.address, ...(seller.vatId ? [`${texts.vatId} ${seller.vatId}`] : [])];
  if (below.length > 0)
    sheet.row([{ text: below.join(' · '), x: 0, width: WIDTH }], { size: 8, ruled: true });
  sheet.space(28);
  if (address.length > 0) sheet.row([{ text: address.join('\n'), x: 0, width: 260 }], { size: 10 });
  sheet.space(28);
  sheet.row([{ text: title, x: 0, width: WIDTH, weight: 'bold' }], { size: 16 });
  for (const [label, value] of facts)
    sheet.row([
      { text: label, x: 0, width: 110 },
      { text: value, x: 115, width: WIDTH - 115 },
    ]);
  sheet.space(16);
}
