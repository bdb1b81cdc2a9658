import type { Ctx } from '@emporium/platform/context';
import { csvText } from '@emporium/platform/csv/csv-text';
import { SHOPIFY_COLUMNS } from '../csv/columns.js';
import { query } from '../tables.js';
import { readProducts } from './read-products.js';
import { writeRows } from './write-rows.js';

/**
 * Exports all products, active or not, as the CSV that the import reads. Yields `{ type:
 * 'progress', done, total }` and at last `{ type: 'result', csv, products }`.
 */
export async function* exportProducts(ctx: Ctx): AsyncGenerator<Record<string, unknown>> {
  const rows: Record<string, string>[] = [];
  const { total } = await query(ctx)
    .selectFrom('Product')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow();
  let done = 0;
  for await (const batch of readProducts(ctx)) {
    for (const product of batch) rows.push(...writeRows(product));
    done += batch.length;
    yield { type: 'progress', done, total: Math.max(total, done) };
  }
  const header = headerOf(rows);
  const lines = [header, ...rows.map((row) => header.map((column) => row[column] ?? ''))];
  yield {
    type: 'result',
    text: `${done} products exported.`,
    products: done,
    csv: csvText(lines),
  };
}

/** Shopify's columns, then the others that some product has, by name. */
function headerOf(rows: readonly Record<string, string>[]): string[] {
  const used = new Set(
    rows.flatMap((row) => Object.keys(row).filter((column) => row[column] !== '')),
  );
  const others = [...used].filter(
    (column) => !(SHOPIFY_COLUMNS as readonly string[]).includes(column),
  );
  return [...SHOPIFY_COLUMNS, ...others.sort()];
}
