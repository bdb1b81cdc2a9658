import type { Ctx } from '../context.js';
import { toDocument } from '../document/to-document.js';
import { catalogPages } from './catalog-pages.js';
import { retryWhileBusy } from './retry-while-busy.js';
import { untilCaughtUp } from './until-caught-up.js';
import { verifyIndex } from './verify-index.js';

/**
 * Fills a new index from catalog while the old one goes on answering; live events go to both, so
 * the new one misses nothing. Then swaps and compares. Killed in the middle, the old index stays
 * and the next rebuild throws the rest away. Throws RebuildRunningError.
 */
export async function* rebuildIndex(ctx: Ctx): AsyncGenerator<Record<string, unknown>> {
  const rebuild = await ctx.services.engine.beginRebuild();
  let indexed = 0;
  try {
    for await (const page of catalogPages(ctx)) {
      // Writes are versioned, so a repeat after a lost answer changes nothing.
      await retryWhileBusy(() => rebuild.index(page.map(toDocument)));
      indexed += page.length;
      yield { indexed };
    }
    await untilCaughtUp(ctx);
    await rebuild.swap();
  } catch (error) {
    // What is left over goes with the next rebuild; why this one failed matters more.
    await rebuild.abort().catch(() => undefined);
    throw error;
  }
  const { differences } = await verifyIndex(ctx);
  yield { indexed, divergent: differences.length, differences: differences.slice(0, 20) };
}

/** Proves that the index equals catalog. Throws when it does not, after telling the differences. */
export async function* verifyCommand(ctx: Ctx): AsyncGenerator<Record<string, unknown>> {
  const { products, differences } = await verifyIndex(ctx);
  yield { products, divergent: differences.length, differences: differences.slice(0, 100) };
  if (differences.length > 0)
    throw new Error(
      `the index differs from catalog in ${differences.length} products; npm run search:rebuild mends it`,
    );
}
