import type { ProductData } from '@emporium/catalog-events';
import type { Ctx } from '../context.js';
import { toDocument } from '../document/to-document.js';
import type { DocumentState } from '../engine/search-engine.js';
import { catalogPages } from './catalog-pages.js';
import { retryWhileBusy } from './retry-while-busy.js';
import { untilCaughtUp } from './until-caught-up.js';

const SCAN = 1_000;

/**
 * Compares the index with catalog, once its events are indexed: ids, versions, visibility, prices,
 * stock flag. What differs is looked at again, since the shop goes on selling meanwhile. Returns
 * one line per difference and remembers their number.
 */
export async function verifyIndex(ctx: Ctx): Promise<{ products: number; differences: string[] }> {
  await untilCaughtUp(ctx);
  const catalog = new Map<string, DocumentState>();
  for await (const page of catalogPages(ctx))
    for (const product of page) catalog.set(product.id, expected(product));
  const suspects = await different(ctx, catalog);
  let differences: string[] = [];
  if (suspects.size > 0) {
    await untilCaughtUp(ctx);
    const ids = [...suspects.keys()];
    for (const id of ids) catalog.delete(id);
    for (let i = 0; i < ids.length; i += 100) {
      for await (const page of catalogPages(ctx, { ids: ids.slice(i, i + 100) }))
        for (const product of page) catalog.set(product.id, expected(product));
    }
    differences = [...(await different(ctx, catalog)).values()];
  }
  await ctx.services.engine.recordVerification(differences.length);
  return { products: catalog.size, differences };
}

/** What the index should hold of a product. */
function expected(product: ProductData): DocumentState {
  const document = toDocument(product);
  const prices = document.variants.map((variant) => variant.priceMinor);
  return {
    id: document.id,
    version: document.version,
    isVisible: document.isVisible,
    inStock: document.variants.some((variant) => variant.available > 0),
    priceMin: prices.length > 0 ? Math.min(...prices) : 0,
    priceMax: prices.length > 0 ? Math.max(...prices) : 0,
  };
}

async function different(
  ctx: Ctx,
  catalog: ReadonlyMap<string, DocumentState>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const missing = new Set(catalog.keys());
  let after = '';
  for (;;) {
    const from = after;
    const states = await retryWhileBusy(() => ctx.services.engine.scan(from, SCAN));
    for (const state of states) {
      missing.delete(state.id);
      const wanted = catalog.get(state.id);
      if (!wanted) found.set(state.id, `${state.id} is in the index, but not in catalog`);
      else if (JSON.stringify(picked(wanted)) !== JSON.stringify(picked(state))) {
        found.set(
          state.id,
          `${state.id}: index has ${JSON.stringify(picked(state))}, catalog ${JSON.stringify(picked(wanted))}`,
        );
      }
    }
    if (states.length < SCAN) break;
    after = states.at(-1)!.id;
  }
  for (const id of missing) found.set(id, `${id} is missing in the index`);
  return found;
}

function picked({ version, isVisible, inStock, priceMin, priceMax }: DocumentState): object {
  return { version, isVisible, inStock, priceMin, priceMax };
}
