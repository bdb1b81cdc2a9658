import sharp from 'sharp';

/** Outlines on a field of 100 × 100, as paths of SVG, by kind of product. */
const OUTLINES: Record<string, string> = {
  shirt: 'M32 20 42 26 58 26 68 20 88 36 78 50 70 44 70 84 30 84 30 44 22 50 12 36 z',
  trousers: 'M34 16 66 16 72 86 56 86 50 42 44 86 28 86 z',
  shoe: 'M16 44 34 44 46 56 78 62 86 70 86 78 16 78 z',
  bag: 'M24 40 36 40 38 26 62 26 64 40 76 40 82 84 18 84 z',
  mug: 'M26 28 66 28 66 38 82 40 82 62 66 64 66 78 26 78 z',
  lamp: 'M36 18 64 18 78 50 54 50 54 78 68 84 32 84 46 78 46 50 22 50 z',
  book: 'M22 22 48 28 52 28 78 22 78 76 52 82 48 82 22 76 z',
  bottle: 'M42 14 58 14 58 30 66 40 66 86 34 86 34 40 42 30 z',
};

const SIZE = 320;

/**
 * Draws a flat PNG of a product: its outline in one colour on a light ground; `hue` is in degrees.
 * The same input gives the same bytes.
 */
export async function drawProduct(kind: string, hue: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 100 100">
    ${gradient('ground', `hsl(${hue} 20% 95%)`, `hsl(${hue} 20% 88%)`)}
    ${gradient('product', `hsl(${hue} 50% 50%)`, `hsl(${hue} 50% 36%)`)}
    <path fill="url(#ground)" d="M0 0 h100 v100 h-100 z"/>
    <path fill="url(#product)" d="${OUTLINES[kind] ?? OUTLINES['bag']}"/>
  </svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** A gradient over the whole field, from top to bottom. */
const gradient = (id: string, top: string, bottom: string) =>
  `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x2="0" y2="100"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`;
