import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goldenProduct } from '../../golden/golden-products.fixture.js';
import { joinProduct, type ProductChange } from './join-product.js';
import { type ProductSource, toFields } from './product-source.js';

const variants = goldenProduct('Wool Pullover', { price: 1, sizes: ['S', 'M'] }).variants.map(
  (variant) => variant.id,
);

const version = fc.integer({ min: 1, max: 6 });
const change: fc.Arbitrary<ProductChange> = fc.oneof(
  version.map((n): ProductChange => {
    const document = goldenProduct(
      'Wool Pullover',
      { price: 100 + n, sizes: n % 2 ? ['S'] : ['S', 'M'] },
      n,
    );
    return { id: 'p', fields: toFields(document), stocks: [] };
  }),
  // One version of a stock says one thing only, as catalog sees to it.
  fc
    .record({ variantId: fc.constantFrom(...variants), version })
    .map((of): ProductChange => ({ id: 'p', stocks: [{ ...of, available: of.version % 3 }] })),
  fc
    .tuple(fc.constantFrom(...variants), version)
    .map(([variantId, pieces]): ProductChange => ({ id: 'p', sales: { [variantId]: pieces } })),
);
const deletion = fc.constant<ProductChange>({ id: 'p', deletedAt: 7 });

const join = (changes: readonly ProductChange[]) =>
  changes.reduce<ProductSource | undefined>(
    (source, next) => joinProduct(source, next) ?? source,
    undefined,
  );

test('any order and any repetition of changes leads to the same document', () => {
  const some = fc.array(
    fc.oneof({ weight: 12, arbitrary: change }, { weight: 1, arbitrary: deletion }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(
      some.chain((changes) =>
        fc.tuple(
          fc.constant(changes),
          fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 }),
        ),
      ),
      ([changes, shuffled]) => {
        expect(join(shuffled)).toEqual(join(changes));
      },
    ),
    { numRuns: 500 },
  );
});

test('what is known already changes nothing, so that nothing is written', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(), (changes, n) => {
      expect(joinProduct(join(changes), changes[n % changes.length]!)).toBeUndefined();
    }),
  );
});

test('stock that comes before its product counts when the product comes, and a tombstone outlives all', () => {
  const early = joinProduct(undefined, {
    id: 'p',
    stocks: [{ variantId: variants[0]!, version: 3, available: 2 }],
  })!;
  expect(early).toMatchObject({ version: 0, visible: false, in_stock: false });
  const fields = toFields(goldenProduct('Wool Pullover', { price: 1, sizes: ['S'] }, 1));
  const whole = joinProduct(early, {
    id: 'p',
    fields,
    stocks: [{ variantId: variants[0]!, version: 2, available: 0 }],
  })!;
  expect(whole).toMatchObject({ version: 1, visible: true, in_stock: true });
  const gone = joinProduct(whole, { id: 'p', deletedAt: 2 })!;
  expect(gone).toMatchObject({ version: 2, deleted: true, visible: false, name: '' });
  expect(joinProduct(gone, { id: 'p', fields: { ...fields, version: 9 } })).toBeUndefined();
});
