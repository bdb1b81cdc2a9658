import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenCategories, goldenProducts } from '../golden/golden-products.fixture.js';
import { goldenQueries } from '../golden/golden-queries.fixture.js';
import type { SearchArgs } from '../search/search.inputs.js';
import { toPlan } from '../search/to-plan.js';
import { changeTests } from './search-changes.contract.js';
import type { Page, SearchEngine } from './search-engine.js';

/** An engine under test, empty. `settle` waits until what was written can be found. */
export interface SearchEngineUnderTest {
  engine: SearchEngine;
  settle(): Promise<void>;
  close(): Promise<void>;
}

const names = (page: Page) => page.hits.map((hit) => hit.name);

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

    changeTests({ engine: () => engine, settle: () => under.settle(), find });
  });
}
