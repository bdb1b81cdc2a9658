import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

const IMAGES =
  'product { version images { id alt position isPrimary asset { id } } } userErrors { ... on UserError { code path } }';
const add = async (productId: string, assetId: string, more: object = {}) =>
  (
    await t.ask(
      `mutation ($productId: ID!, $assetId: ID!, $alt: String, $position: Int, $isPrimary: Boolean, $v: Int) {
         productImageAdd(productId: $productId, assetId: $assetId, alt: $alt, position: $position, isPrimary: $isPrimary, expectedVersion: $v) { ${IMAGES} } }`,
      { productId, assetId, ...more },
    )
  ).productImageAdd;
const brief = (payload: {
  product: { images: { asset: { id: string }; isPrimary: boolean; position: number }[] };
}) =>
  payload.product.images.map(
    (image) => `${image.position}:${image.asset.id}${image.isPrimary ? '*' : ''}`,
  );

test('exactly one image is primary, whatever is added, moved or removed', async () => {
  const { productId } = await t.stocked(0);
  expect(brief(await add(productId, 'med_a', { alt: 'A' }))).toEqual(['0:med_a*']);
  expect(brief(await add(productId, 'med_b'))).toEqual(['0:med_a*', '1:med_b']);
  const third = await add(productId, 'med_c', { position: 0, isPrimary: true });
  expect(brief(third)).toEqual(['0:med_c*', '1:med_a', '2:med_b']);
  const [c, a] = third.product.images;
  const change = async (args: string) =>
    (await t.ask(`mutation { productImageUpdate(${args}) { ${IMAGES} } }`)).productImageUpdate;
  expect(brief(await change(`id: "${a.id}", position: 2, isPrimary: true`))).toEqual([
    '0:med_c',
    '1:med_b',
    '2:med_a*',
  ]);
  expect((await change(`id: "${a.id}", alt: null`)).product.images[2].alt).toBeNull();
  const remove = async (id: string) =>
    (await t.ask(`mutation ($id: ID!) { productImageRemove(id: $id) { ${IMAGES} } }`, { id }))
      .productImageRemove;
  expect(brief(await remove(a.id))).toEqual(['0:med_c*', '1:med_b']);
  expect((await remove(a.id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(brief(await remove(c.id))).toEqual(['0:med_b*']);
  const events = await t.eventsOf(productId);
  expect(events.map((event) => event.aggregateversion)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(events.at(-1)!.data.images).toMatchObject([
    { assetId: 'med_b', isPrimary: true, position: 0 },
  ]);
});

test('the same image twice, an unknown product and a stale version are refused', async () => {
  const { productId } = await t.stocked(0);
  await add(productId, 'med_a');
  expect((await add(productId, 'med_a')).userErrors).toEqual([
    { code: 'INVALID_INPUT', path: ['assetId'] },
  ]);
  expect((await add('prod_none', 'med_a')).userErrors).toEqual([
    { code: 'NOT_FOUND', path: ['productId'] },
  ]);
  expect((await add(productId, 'med_b', { v: 1 })).userErrors).toEqual([
    { code: 'VERSION_CONFLICT', path: ['expectedVersion'] },
  ]);
});

test('an asset that media does not have is refused, and nothing changes', async () => {
  const { productId } = await t.stocked(0);
  const refused = await add(productId, 'med_gone');
  expect(refused).toMatchObject({
    product: null,
    userErrors: [{ code: 'NOT_FOUND', path: ['assetId'] }],
  });
  expect(brief(await add(productId, 'med_there'))).toEqual(['0:med_there*']);
});
