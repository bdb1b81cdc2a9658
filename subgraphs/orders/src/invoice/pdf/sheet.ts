import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type PDFKit from 'pdfkit';

const MARGIN = 56;
const FONT = { plain: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' };
export type Weight = keyof typeof FONT;

const { resolve } = createRequire(import.meta.url);
let fonts: Record<Weight, Buffer> | undefined;
// The standard fonts of PDF know Western European letters alone, and people are called otherwise.
const loadFonts = () =>
  (fonts ??= {
    plain: readFileSync(resolve(`dejavu-fonts-ttf/ttf/${FONT.plain}`)),
    bold: readFileSync(resolve(`dejavu-fonts-ttf/ttf/${FONT.bold}`)),
  });

/** One cell of a row: text in a column that starts at `x` and is `width` wide. */
export interface Cell {
  text: string;
  x: number;
  width: number;
  align?: 'left' | 'right';
  weight?: Weight;
}

/** A document on A4 that is written from top to bottom. */
export interface Sheet {
  /** Writes the cells beside each other, on a new page when this one is full. */
  row(cells: readonly Cell[], options?: { size?: number; ruled?: boolean }): void;
  space(points: number): void;
  /** Ends the document; the same calls give the same bytes. */
  end(pageText: (page: number, pages: number) => string): Promise<Buffer>;
}

/** Width between the margins. */
export const WIDTH = 595 - 2 * MARGIN;

/**
 * Opens a sheet. Its bytes depend on what is written alone: date and id come of `at`, and nothing is
 * compressed, since a later zlib may compress otherwise.
 */
export async function openSheet(title: string, at: Date): Promise<Sheet> {
  // Loaded when the first document is drawn: most processes draw none.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf: PDFKit.PDFDocument = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    compress: false,
    info: { Title: title, CreationDate: at, Producer: 'Emporium', Creator: 'Emporium' },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const [weight, bytes] of Object.entries(loadFonts())) pdf.registerFont(weight, bytes);
  const bottom = pdf.page.height - MARGIN - 24;
  const use = ({ weight }: Cell, size: number) => pdf.font(weight ?? 'plain').fontSize(size);
  let y = MARGIN;
  return {
    row(cells, { size = 9, ruled = false } = {}) {
      const height = Math.max(
        0,
        ...cells.map((cell) => use(cell, size).heightOfString(cell.text, { width: cell.width })),
      );
      if (y + height > bottom) {
        pdf.addPage();
        y = MARGIN;
      }
      for (const cell of cells)
        use(cell, size).text(cell.text, MARGIN + cell.x, y, {
          width: cell.width,
          align: cell.align ?? 'left',
        });
      y += height + 4;
      if (!ruled) return;
      pdf
        .moveTo(MARGIN, y - 2)
        .lineTo(MARGIN + WIDTH, y - 2)
        .lineWidth(0.5)
        .stroke('#999999');
      y += 2;
    },
    space(points) {
      y += points;
    },
    async end(pageText) {
      const { count } = pdf.bufferedPageRange();
      for (let page = 0; page < count; page++) {
        pdf.switchToPage(page);
        // Below the margin, where a text would otherwise begin a new page.
        pdf.page.margins.bottom = 0;
        pdf
          .font('plain')
          .fontSize(8)
          .text(pageText(page + 1, count), MARGIN, pdf.page.height - MARGIN, {
            width: WIDTH,
            align: 'right',
          });
      }
      const ended = new Promise<void>((done, fail) => pdf.on('end', done).on('error', fail));
      pdf.end();
      await ended;
      return Buffer.concat(chunks);
    },
  };
}
