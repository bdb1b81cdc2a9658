import { forgetLoaded } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { z } from 'zod';
import { rejectedErrors } from '../taken/as-payload.js';
import { groupBy } from '../row/group-by.js';
import { importProduct, type ImportOutcome } from './import-product.js';
import { knownAssets } from '../image/known-assets.js';
import { assetIdOf, readProduct } from './read-product.js';
import { type LineProblem, readRows } from './read-rows.js';

const argsRules = z.object({
  csv: z.string(),
  dryRun: z.boolean().default(false),
  assets: z.record(z.string(), z.string()).default({}),
});

/**
 * Imports products from the CSV that Shopify exports. Args: `csv` = the text, `dryRun`, `assets` =
 * file names of uploaded images → asset ids. Yields `{ type: 'error' | 'warning', line, message }`
 * and `{ type: 'progress', done, total }`, at last `{ type: 'result', … }` with the counts;
 * `failed` > 0 when a row did not go in.
 */
export async function* importProducts(
  ctx: Ctx,
  args: Record<string, unknown>,
): AsyncGenerator<Record<string, unknown>> {
  const { csv, dryRun, assets } = argsRules.parse(args);
  const { header, rows, problems: broken } = await readRows(csv);
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const failedLines = new Set<number>();
  function* report(type: 'error' | 'warning', problems: readonly LineProblem[]) {
    for (const { line, message } of problems) {
      if (type === 'error') failedLines.add(line);
      yield { type, line, message: `line ${line}: ${message}` };
    }
  }

  // What else is missing stays as it is in products that the shop has.
  const isReadable = header.includes('Handle') && header.length > 1;
  if (!isReadable)
    yield* report('error', [
      {
        line: 1,
        message:
          'the column Handle, or any other beside it, is missing: is this a product export of Shopify?',
      },
    ]);
  yield* report('error', broken);
  const withHandle = isReadable ? rows.filter((row) => row.cells['Handle']) : [];
  const without = isReadable ? rows.filter((row) => !row.cells['Handle']) : [];
  yield* report(
    'error',
    without.map(({ line }) => ({ line, message: 'Handle is missing' })),
  );

  const groups = [...groupBy(withHandle, (row) => row.cells['Handle']!).values()];
  const named = new Set(
    withHandle.flatMap(({ cells }) => assetIdOf(cells['Image Src'] ?? '') ?? []),
  );
  const known = await knownAssets(ctx, [...named]);
  const step = Math.max(1, Math.floor(groups.length / 100));
  for (const [index, group] of groups.entries()) {
    const { product, problems, warnings } = readProduct(group, {
      currency: ctx.config.shopCurrency,
      assets,
      known,
    });
    yield* report('error', problems);
    yield* report('warning', warnings);
    if (product) {
      const result = await attempt(ctx, product.line, () =>
        importProduct(ctx, product, header, dryRun),
      );
      yield* report('error', result.problems);
      if (result.outcome !== 'failed') counts[result.outcome]++;
    }
    if ((index + 1) % step === 0 || index + 1 === groups.length)
      yield { type: 'progress', done: index + 1, total: groups.length };
  }
  const { created, updated, unchanged } = counts;
  const failed = failedLines.size;
  const text = `${dryRun ? 'Dry run: ' : ''}${created} products created, ${updated} updated, ${unchanged} unchanged; ${failed} of ${rows.length} rows failed.`;
  yield {
    type: 'result',
    text,
    dryRun,
    products: groups.length,
    rows: rows.length,
    ...counts,
    failed,
  };
}

/** An expected failure of the whole product becomes a problem of its first line. */
async function attempt(
  ctx: Ctx,
  line: number,
  work: () => Promise<ImportOutcome>,
): Promise<ImportOutcome> {
  try {
    return await work();
  } catch (error) {
    return {
      outcome: 'failed',
      problems: rejectedErrors(error).map(({ message }) => ({ line, message })),
    };
  } finally {
    // One context serves the whole file: what it keeps would only grow.
    ctx.em.clear();
    forgetLoaded(ctx);
  }
}
