import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goldenProduct, goldenProducts } from '../golden/golden-products.fixture.js';
import type { SearchArgs } from '../search/search.inputs.js';
import { type Page, RebuildRunningError, type SearchEngine } from './search-engine.js';

/** The golden index of an engine under test; `settle` waits until what was written can be found. */
export interface GoldenIndex {
  engine(): SearchEngine;
  settle(): Promise<void>;
  find(query: string, args?: Partial<SearchArgs>): Promise<Page>;
}

const names = (page: Page) => page.hits.map((hit) => hit.name);
const byName = (name: string) => goldenProducts.find((product) => product.name === name)!;

/** What an index must guarantee while products change; run in this order, on the golden set. */
export function changeTests(given: GoldenIndex): void {
  test('sold units lead the best sellers', async () => {
    await given
      .engine()
      .addSales([{ variantId: byName('Cast Iron Pan').variants[0]!.id, quantity: 3 }]);
    await given
      .engine()
      .addSales([{ variantId: byName('Gift Card').variants[0]!.id, quantity: 2 }]);
    await given.settle();
    expect(names(await given.find('', { sort: 'BEST_SELLING' as never })).slice(0, 2)).toEqual([
      'Cast Iron Pan',
      'Gift Card',
    ]);
    await given.engine().index([{ ...byName('Cast Iron Pan'), version: 2 }]);
    await given.settle();
    expect(names(await given.find('', { sort: 'BEST_SELLING' as never }))[0]).toBe('Cast Iron Pan');
  });

  test('relatives share most, and neither itself nor hidden ones are among them', async () => {
    const ids = await given.engine().related(byName('Ocean Blue Shirt').id, 5);
    expect(ids[0]).toBe(byName('Organic T-Shirt').id);
    expect(ids).toContain(byName('Red Flannel Shirt').id);
    expect(ids).not.toContain(byName('Ocean Blue Shirt').id);
    expect(ids).not.toContain(byName('Secret Prototype').id);
    expect(await given.engine().related(byName('Secret Prototype').id, 5)).toEqual([]);
    expect(await given.engine().related('prod_unknown', 5)).toEqual([]);
    expect(await given.engine().categoriesByPrefix('kit', 5)).toEqual([
      { id: 'cat_kitchen', name: 'Kitchen' },
    ]);
    expect(await given.engine().categoriesByPrefix('%', 5)).toEqual([]);
  });

  test('old and repeated events change nothing, and what is deleted stays deleted', async () => {
    const facts = { price: 1_000, vendor: 'Flüchtig', description: 'ephemeral' };
    await given.engine().index([goldenProduct('Paper Lantern', facts, 5)]);
    await given
      .engine()
      .index([{ ...goldenProduct('Old Name', facts, 4), id: 'prod_paper-lantern' }]);
    await given.engine().setStock({
      variantId: 'var_paper-lantern_0',
      productId: 'prod_paper-lantern',
      available: 0,
      version: 9,
    });
    await given.engine().setStock({
      variantId: 'var_paper-lantern_0',
      productId: 'prod_paper-lantern',
      available: 7,
      version: 8,
    });
    await given.engine().index([goldenProduct('Paper Lantern', facts, 6)]);
    await given.settle();
    expect((await given.find('lantern')).hits).toMatchObject([
      { name: 'Paper Lantern', version: 6, inStock: false },
    ]);
    await given.engine().index([goldenProduct('Paper Lantern', { ...facts, hidden: true }, 7)]);
    await given.settle();
    expect((await given.find('lantern')).hits).toEqual([]);
    await given.engine().index([goldenProduct('Paper Lantern', facts, 8)]);
    await given.engine().remove('prod_paper-lantern', 9);
    await given.engine().index([goldenProduct('Paper Lantern', facts, 8)]);
    await given.engine().remove('prod_never-seen', 3);
    await given
      .engine()
      .index([{ ...goldenProduct('Paper Lantern', facts, 2), id: 'prod_never-seen' }]);
    await given.settle();
    for (const text of ['lantern', 'lantren', 'flüchtig', 'ephemeral']) {
      const page = await given.find(text);
      expect(names(page), text).toEqual([]);
      expect(page.didYouMean).toBeUndefined();
    }
  });

  test('a product is found by every word it has, whatever letters and digits that is made of', async () => {
    const letters = fc
      .array(fc.constantFrom(...'abdeginrsty0123456789'), { minLength: 4, maxLength: 12 })
      .map((all) => all.join(''));
    const words = [
      '3e95n2',
      '12e3',
      'm4ps',
      'b52ing',
      '7up74e',
      '0x1fed',
      ...fc.sample(letters, { numRuns: 60, seed: 4 }),
    ];
    await given
      .engine()
      .index([goldenProduct('Labels', { price: 300, description: words.join(' ') })]);
    await given.settle();
    for (const word of words) expect(names(await given.find(word)), word).toContain('Labels');
    await given.engine().remove('prod_labels', 2);
    await given.settle();
  });

  test('synonyms can be changed, by who knows their version', async () => {
    const { version, groups } = await given.engine().synonyms();
    expect(await given.engine().replaceSynonyms(version + 1, [])).toEqual({ done: false, version });
    expect(await given.engine().replaceSynonyms(version, [...groups, ['skillet', 'pan']])).toEqual({
      done: true,
      version: version + 1,
    });
    await given.settle();
    expect(names(await given.find('iron skillet'))).toEqual(['Cast Iron Pan']);
  });

  test('a rebuild answers with the old index until the swap, and takes along what changes meanwhile', async () => {
    const before = names(await given.find(''));
    const rebuild = await given.engine().beginRebuild();
    await expect(given.engine().beginRebuild()).rejects.toThrow(RebuildRunningError);
    await rebuild.index(goldenProducts.slice(0, 3));
    await given.engine().index([{ ...byName('Running Shoes'), name: 'Racing Shoes', version: 50 }]);
    await given.engine().remove(byName('Gift Card').id, 50);
    await given.settle();
    expect(names(await given.find('')).toSorted()).toEqual(
      [
        ...before.filter((one) => one !== 'Gift Card' && one !== 'Running Shoes'),
        'Racing Shoes',
      ].toSorted(),
    );
    await rebuild.index(goldenProducts);
    await rebuild.swap();
    await given.settle();
    const after = names(await given.find(''));
    expect(after).toContain('Racing Shoes');
    expect(after).not.toContain('Gift Card');
    expect(after).toHaveLength(before.length - 1);
    expect((await given.engine().health()).documents).toBe(after.length);
    const other = await given.engine().beginRebuild();
    await other.abort();
    expect(names(await given.find(''))).toEqual(after);
    expect((await given.engine().scan('', 100)).length).toBe(after.length + 1);
  });
}
