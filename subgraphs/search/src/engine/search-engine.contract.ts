import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  goldenCategories,
  goldenProduct,
  goldenProducts,
} from '../golden/golden-products.fixture.js';
import { goldenQueries } from '../golden/golden-queries.fixture.js';
import type { SearchArgs } from '../search/search.inputs.js';
import { toPlan } from '../search/to-plan.js';
import { type Page, RebuildRunningError, type SearchEngine } from './search-engine.js';

/** An engine under test, empty. `settle` waits until what was written can be found. */
export interface SearchEngineUnderTest {
  engine: SearchEngine;
  settle(): Promise<void>;
  close(): Promise<void>;
}

const names = (page: Page) => page.hits.map((hit) => hit.name);
const byName = (name: string) => goldenProducts.find((product) => product.name === name)!;

/** What every search engine must guarantee, with the golden set. */
export function describeSearchEngine(
  name: string,
  make: () => Promise<SearchEngineUnderTest>,
): void {
  describe(`search engine ${name}`, () => {
    let under: SearchEngineUnderTest;
    let engine: SearchEngine;
    const find = async (
      query: string,
      args: Partial<SearchArgs> = {},
      after?: { value: number; id: string; isLoose: boolean },
    ) =>
      engine.search({
        ...toPlan({ query, first: 50, ...args }, (await engine.synonyms()).groups, 'EUR'),
        ...(after ? { after } : {}),
      });

    beforeAll(async () => {
      under = await make();
      engine = under.engine;
      await engine.index(goldenProducts);
      for (const category of goldenCategories) await engine.setCategory(category);
      await under.settle();
    });
    afterAll(() => under.close());

    for (const golden of goldenQueries) {
      test(`${golden.why}: ${golden.query}`, async () => {
        const page = await find(golden.query);
        const found = names(page);
        expect(found.slice(0, golden.top?.length ?? 0)).toEqual(golden.top ?? []);
        expect(found).toEqual(expect.arrayContaining(golden.has ?? []));
        for (const missing of golden.not ?? []) expect(found).not.toContain(missing);
        expect(found).toHaveLength(golden.count ?? found.length);
        expect(page.didYouMean).toBe(golden.didYouMean ?? page.didYouMean);
        expect((await page.count()).total).toBe(found.length);
      });
    }

    test('words as typed are no corrections', async () => {
      expect((await find('ocean shirt')).didYouMean).toBeUndefined();
      expect((await find('qwertzuiop')).didYouMean).toBeUndefined();
    });

    test('filters narrow, and each facet is counted as if it were not filtered itself', async () => {
      const page = await find('', {
        filters: [
          { name: 'category', in: ['shirts'] },
          { name: 'color', in: ['White'] },
        ],
      });
      expect(names(page).toSorted()).toEqual(['Organic T-Shirt', 'Striped Silk Blouse']);
      const { total, terms } = await page.count();
      const of = (facet: string) =>
        Object.fromEntries(
          terms.filter((term) => term.name === facet).map((term) => [term.value, term.count]),
        );
      expect(total).toBe(2);
      expect(of('category')).toEqual({ clothing: 2, shirts: 2, shoes: 1 });
      expect(of('color')).toEqual({ White: 2, Blue: 1, Red: 1 });
      expect(of('size')).toEqual({ S: 2, M: 2, L: 1 });
      expect(of('availability')).toEqual({ 'in-stock': 2 });
      expect(terms.find((term) => term.value === 'shirts')?.label).toBe('Shirts');
      expect(
        names(
          await find('shirt', { filters: [{ name: 'color', in: ['Red', 'Blue'] }] }),
        ).toSorted(),
      ).toEqual(['Ocean Blue Shirt', 'Red Flannel Shirt']);
    });

    test('a category finds what is below it; availability and prices count', async () => {
      expect(names(await find('', { filters: [{ name: 'category', in: ['home'] }] }))).toHaveLength(
        3,
      );
      const out = await find('', { filters: [{ name: 'availability', in: ['out-of-stock'] }] });
      expect(names(out)).toEqual(['Leather Sneakers']);
      expect(
        (await out.count()).terms
          .filter((term) => term.name === 'availability')
          .map((term) => [term.value, term.count])
          .toSorted(),
      ).toEqual([
        ['in-stock', 13],
        ['out-of-stock', 1],
      ]);
      const cheap = await find('', {
        filters: [{ name: 'price', in: ['10-25'] }],
        sort: 'PRICE_ASC' as never,
      });
      expect(names(cheap)).toEqual(['Crème Brûlée Dish', 'Organic T-Shirt']);
      expect((await cheap.count()).prices.map((price) => [price.step, price.count])).toEqual([
        [0, 1],
        [1_000, 2],
        [2_500, 4],
        [5_000, 5],
        [10_000, 2],
        [100_000, 1],
      ]);
      expect(
        names(await find('', { filters: [{ name: 'price', gte: '119.99', lte: '122' }] })),
      ).toEqual(['Running Shoes']);
      expect(
        names(await find('', { filters: [{ name: 'nonsense', in: ["x' or true --"] }] })),
      ).toEqual([]);
    });

    test('pages of any order hold every product once', async () => {
      for (const [query, sort] of [
        ['', 'RELEVANCE'],
        ['', 'PRICE_ASC'],
        ['', 'PRICE_DESC'],
        ['', 'NEWEST'],
        ['', 'BEST_SELLING'],
        ['shirt', 'RELEVANCE'],
        ['flannel pan', 'RELEVANCE'],
      ] as const) {
        const whole = names(await find(query, { sort: sort as never }));
        const paged: string[] = [];
        let after: { value: number; id: string; isLoose: boolean } | undefined;
        for (let more = true; more;) {
          const page = await find(query, { sort: sort as never, first: 2 }, after);
          paged.push(...names(page));
          more = page.hasMore;
          const last = page.hits.at(-1)!;
          after = { value: Number(last.sortValue), id: last.id, isLoose: page.isLoose };
        }
        expect(paged, `${query} ${sort}`).toEqual(whole);
        expect(new Set(paged).size).toBe(whole.length);
      }
      expect(names(await find('', { sort: 'PRICE_ASC' as never })).slice(0, 2)).toEqual([
        '100% Cotton Socks',
        'Crème Brûlée Dish',
      ]);
      expect(names(await find('', { sort: 'PRICE_DESC' as never }))[0]).toBe('Gift Card');
    });

    test('sold pieces lead the best sellers', async () => {
      await engine.addSales([{ variantId: byName('Cast Iron Pan').variants[0]!.id, quantity: 3 }]);
      await engine.addSales([{ variantId: byName('Gift Card').variants[0]!.id, quantity: 2 }]);
      await under.settle();
      expect(names(await find('', { sort: 'BEST_SELLING' as never })).slice(0, 2)).toEqual([
        'Cast Iron Pan',
        'Gift Card',
      ]);
      await engine.index([{ ...byName('Cast Iron Pan'), version: 2 }]);
      await under.settle();
      expect(names(await find('', { sort: 'BEST_SELLING' as never }))[0]).toBe('Cast Iron Pan');
    });

    test('relatives share most, and neither itself nor hidden ones are among them', async () => {
      const ids = await engine.related(byName('Ocean Blue Shirt').id, 5);
      expect(ids[0]).toBe(byName('Organic T-Shirt').id);
      expect(ids).toContain(byName('Red Flannel Shirt').id);
      expect(ids).not.toContain(byName('Ocean Blue Shirt').id);
      expect(ids).not.toContain(byName('Secret Prototype').id);
      expect(await engine.related(byName('Secret Prototype').id, 5)).toEqual([]);
      expect(await engine.related('prod_unknown', 5)).toEqual([]);
      expect(await engine.categoriesByPrefix('kit', 5)).toEqual([
        { id: 'cat_kitchen', name: 'Kitchen' },
      ]);
      expect(await engine.categoriesByPrefix('%', 5)).toEqual([]);
    });

    test('old and repeated events change nothing, and what is deleted stays deleted', async () => {
      const facts = { price: 1_000, vendor: 'Flüchtig', description: 'ephemeral' };
      await engine.index([goldenProduct('Paper Lantern', facts, 5)]);
      await engine.index([{ ...goldenProduct('Old Name', facts, 4), id: 'prod_paper-lantern' }]);
      await engine.setStock({
        variantId: 'var_paper-lantern_0',
        productId: 'prod_paper-lantern',
        available: 0,
        version: 9,
      });
      await engine.setStock({
        variantId: 'var_paper-lantern_0',
        productId: 'prod_paper-lantern',
        available: 7,
        version: 8,
      });
      await engine.index([goldenProduct('Paper Lantern', facts, 6)]);
      await under.settle();
      expect((await find('lantern')).hits).toMatchObject([
        { name: 'Paper Lantern', version: 6, inStock: false },
      ]);
      await engine.index([goldenProduct('Paper Lantern', { ...facts, hidden: true }, 7)]);
      await under.settle();
      expect((await find('lantern')).hits).toEqual([]);
      await engine.index([goldenProduct('Paper Lantern', facts, 8)]);
      await engine.remove('prod_paper-lantern', 9);
      await engine.index([goldenProduct('Paper Lantern', facts, 8)]);
      await engine.remove('prod_never-seen', 3);
      await engine.index([{ ...goldenProduct('Paper Lantern', facts, 2), id: 'prod_never-seen' }]);
      await under.settle();
      for (const text of ['lantern', 'lantren', 'flüchtig', 'ephemeral']) {
        const page = await find(text);
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
      await engine.index([goldenProduct('Labels', { price: 300, description: words.join(' ') })]);
      await under.settle();
      for (const word of words) expect(names(await find(word)), word).toContain('Labels');
      await engine.remove('prod_labels', 2);
      await under.settle();
    });

    test('synonyms can be changed, by who knows their version', async () => {
      const { version, groups } = await engine.synonyms();
      expect(await engine.replaceSynonyms(version + 1, [])).toEqual({ done: false, version });
      expect(await engine.replaceSynonyms(version, [...groups, ['skillet', 'pan']])).toEqual({
        done: true,
        version: version + 1,
      });
      await under.settle();
      expect(names(await find('iron skillet'))).toEqual(['Cast Iron Pan']);
    });

    test('a rebuild answers with the old index until the swap, and takes along what changes meanwhile', async () => {
      const before = names(await find(''));
      const rebuild = await engine.beginRebuild();
      await expect(engine.beginRebuild()).rejects.toThrow(RebuildRunningError);
      await rebuild.index(goldenProducts.slice(0, 3));
      await engine.index([{ ...byName('Running Shoes'), name: 'Racing Shoes', version: 50 }]);
      await engine.remove(byName('Gift Card').id, 50);
      await under.settle();
      expect(names(await find('')).toSorted()).toEqual(
        [
          ...before.filter((one) => one !== 'Gift Card' && one !== 'Running Shoes'),
          'Racing Shoes',
        ].toSorted(),
      );
      await rebuild.index(goldenProducts);
      await rebuild.swap();
      await under.settle();
      const after = names(await find(''));
      expect(after).toContain('Racing Shoes');
      expect(after).not.toContain('Gift Card');
      expect(after).toHaveLength(before.length - 1);
      expect((await engine.health()).documents).toBe(after.length);
      const given = await engine.beginRebuild();
      await given.abort();
      expect(names(await find(''))).toEqual(after);
      expect((await engine.scan('', 100)).length).toBe(after.length + 1);
    });
  });
}
