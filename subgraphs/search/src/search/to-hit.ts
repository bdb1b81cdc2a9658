import { mediaUrl } from '@emporium/media-events/media-url';
import { money } from '@emporium/graphql/money.type';
import { indexWords } from '../text/normalise.js';
import type { Hit } from '../engine/search-engine.js';
import { highlight, highlightFragment } from './highlight.js';
import type { Highlight, SearchHit } from './search.type.js';

/** The GraphQL face of a hit. `words` are the words that may have led to it. */
export function toHit(hit: Hit, words: ReadonlySet<string>, publicUrl: string): SearchHit {
  return {
    score: hit.score,
    highlights: highlightsOf(hit, words),
    card: {
      name: hit.name,
      slug: hit.slug,
      price: { min: money(hit.priceMin, hit.currency), max: money(hit.priceMax, hit.currency) },
      thumbnailUrl:
        hit.imageAssetId === null ? null : mediaUrl(publicUrl, hit.imageAssetId, { width: 320 }),
      inStock: hit.inStock,
      indexedVersion: hit.version,
    },
    product: { id: hit.id },
    matchedVariant: matchedVariant(hit, words),
  };
}

function highlightsOf(hit: Hit, words: ReadonlySet<string>): Highlight[] {
  const found = [
    { field: 'name', fragment: highlight(hit.name, words) },
    { field: 'description', fragment: highlightFragment(hit.description, words) },
  ];
  return found.flatMap(({ field, fragment }) =>
    fragment === undefined ? [] : [{ field, fragments: [fragment] }],
  );
}

/**
 * The variant with most of the words in its own sku, name and options; null when none has any that
 * the others lack.
 */
function matchedVariant(hit: Hit, words: ReadonlySet<string>): { id: string } | null {
  const matches = hit.variants.map((variant) => {
    const own = new Set(
      [variant.sku, variant.name, ...variant.options.map((option) => option.value)].flatMap(
        indexWords,
      ),
    );
    return { id: variant.id, count: [...own].filter((word) => words.has(word)).length };
  });
  const best = matches.toSorted((a, b) => b.count - a.count)[0];
  if (!best || best.count === 0) return null;
  return hit.variants.length === 1 || matches.some((one) => one.count < best.count)
    ? { id: best.id }
    : null;
}
