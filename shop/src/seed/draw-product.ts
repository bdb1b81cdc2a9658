import { encodePng } from './encode-png.js';

type Point = readonly [number, number];

/** Outlines on a field of 100 × 100, by kind of product. */
const OUTLINES: Record<string, readonly Point[]> = {
  shirt: [
    [32, 20],
    [42, 26],
    [58, 26],
    [68, 20],
    [88, 36],
    [78, 50],
    [70, 44],
    [70, 84],
    [30, 84],
    [30, 44],
    [22, 50],
    [12, 36],
  ],
  trousers: [
    [34, 16],
    [66, 16],
    [72, 86],
    [56, 86],
    [50, 42],
    [44, 86],
    [28, 86],
  ],
  shoe: [
    [16, 44],
    [34, 44],
    [46, 56],
    [78, 62],
    [86, 70],
    [86, 78],
    [16, 78],
  ],
  bag: [
    [24, 40],
    [36, 40],
    [38, 26],
    [62, 26],
    [64, 40],
    [76, 40],
    [82, 84],
    [18, 84],
  ],
  mug: [
    [26, 28],
    [66, 28],
    [66, 38],
    [82, 40],
    [82, 62],
    [66, 64],
    [66, 78],
    [26, 78],
  ],
  lamp: [
    [36, 18],
    [64, 18],
    [78, 50],
    [54, 50],
    [54, 78],
    [68, 84],
    [32, 84],
    [46, 78],
    [46, 50],
    [22, 50],
  ],
  book: [
    [22, 22],
    [48, 28],
    [52, 28],
    [78, 22],
    [78, 76],
    [52, 82],
    [48, 82],
    [22, 76],
  ],
  bottle: [
    [42, 14],
    [58, 14],
    [58, 30],
    [66, 40],
    [66, 86],
    [34, 86],
    [34, 40],
    [42, 30],
  ],
};

const SIZE = 320;

/** Draws a flat picture of a product: its outline in one colour on a light ground. The same input gives the same bytes. */
export function drawProduct(kind: string, hue: number): Buffer {
  const outline = OUTLINES[kind] ?? OUTLINES['bag']!;
  const rgb = Buffer.alloc(SIZE * SIZE * 3);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const inside = isInside(outline, (x / SIZE) * 100, (y / SIZE) * 100);
      const light = inside ? 0.5 - 0.14 * (y / SIZE) : 0.95 - 0.07 * (y / SIZE);
      rgb.set(fromHsl(hue, inside ? 0.5 : 0.2, light), (y * SIZE + x) * 3);
    }
  }
  return encodePng({ width: SIZE, height: SIZE, rgb });
}

/** Even-odd rule: a ray to the right crosses the outline an odd number of times. */
function isInside(outline: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [xi, yi] = outline[i]!;
    const [xj, yj] = outline[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** CSS Color 4, section "HSL to RGB": hue in degrees, the others from 0 to 1. */
function fromHsl(hue: number, saturation: number, lightness: number): [number, number, number] {
  const a = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
