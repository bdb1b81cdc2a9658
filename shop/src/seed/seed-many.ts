import type { CommandLine } from '../commands/shop-command.js';
import { subgraphCommand } from '../commands/subgraph-command.js';
import type { Shop } from '../start-shop.js';

const BATCH = 500;
const HEAD =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price';
const COLOURS = [
  'Amber',
  'Azure',
  'Copper',
  'Coral',
  'Cyan',
  'Ivory',
  'Jade',
  'Olive',
  'Onyx',
  'Pearl',
  'Rust',
  'Teal',
];
const THINGS = [
  'Jacket',
  'Shirt',
  'Scarf',
  'Lamp',
  'Mug',
  'Backpack',
  'Notebook',
  'Boot',
  'Cushion',
  'Kettle',
  'Blanket',
  'Watch',
];
const VENDORS = ['Northwind', 'Fabrikam', 'Contoso', 'Tailspin', 'Wingtip'];

/**
 * Imports `size` made-up products in batches, through the importer, so that they go the same way as
 * real ones.
 */
export async function* seedMany(shop: Shop, size: number): AsyncGenerator<CommandLine> {
  for (let from = 0; from < size; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, size - from) }, (_, i) =>
      row(from + i),
    ).flat();
    for await (const line of subgraphCommand('catalog', 'import')(shop, {
      csv: [HEAD, ...rows].join('\n'),
      assets: {},
    })) {
      if (line['type'] === 'error' || line['type'] === 'row-error') yield line;
    }
    yield { type: 'progress', done: Math.min(size, from + BATCH), total: size };
  }
}

function row(n: number): string[] {
  const pick = <T>(list: readonly T[], salt: number): T =>
    list[(n * salt + (n >> 3)) % list.length]!;
  const title = `${pick(COLOURS, 5)} ${pick(THINGS, 7)} ${n}`;
  const handle = `made-${n}`;
  const price = (5 + ((n * 37) % 20_000) / 100).toFixed(2);
  const first = [
    handle,
    title,
    `A made-up ${title.toLowerCase()}.`,
    pick(VENDORS, 3),
    pick(THINGS, 7),
    pick(COLOURS, 5).toLowerCase(),
    'true',
    'Size',
    'S',
    `${handle}-s`,
    String(n % 50),
    price,
  ];
  const second = [
    handle,
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    'M',
    `${handle}-m`,
    String((n * 3) % 50),
    price,
  ];
  return [first.join(','), second.join(',')];
}
