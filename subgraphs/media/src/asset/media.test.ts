import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { ProductDeleted, ProductUpdated, type ProductData } from '@emporium/catalog-events';
import { uploadOf } from '@emporium/platform/upload-of';
import { admin, customer } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MediaServices } from '../context.js';
import { originalKey } from '../blob/keys.js';
import { media } from '../subgraph.js';

let t: TestSubgraph<MediaServices>;
beforeAll(async () => {
  t = await startTestSubgraph(media, { env: { MEDIA_MAX_BYTES: '2000000' } });
});
afterAll(() => t.close());

const UPLOAD = `mutation ($file: Upload!) { mediaUpload(file: $file, alt: "A dot") { asset { id mimeType width height bytes placeholder url(transform: { width: 100, format: JPEG }) usageCount }
  userErrors { __typename ... on UserError { code path } } } }`;

function upload(bytes: Buffer, as = admin, mimetype = 'image/png') {
  const file = uploadOf({
    filename: '../../evil.png',
    mimetype,
    createReadStream: () => Readable.from([bytes]),
  });
  return t.execute(UPLOAD, { variables: { file }, as });
}

const picture = (seed: number, format: 'jpeg' | 'png' = 'jpeg') =>
  sharp({
    create: { width: 400, height: 300, channels: 3, background: { r: seed % 255, g: 90, b: 40 } },
  })
    .withExif({ IFD0: { Copyright: 'secret owner' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .toFormat(format)
    .toBuffer();

test('a photo is stored without its metadata and described', async () => {
  const bytes = await picture(1);
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const { data, errors } = await upload(bytes);
  expect(errors).toBeUndefined();
  const { asset } = data.mediaUpload;
  expect(asset).toMatchObject({ mimeType: 'image/jpeg', width: 400, height: 300, usageCount: 0 });
  expect(asset.url).toBe(`http://shop.test/media/${asset.id}/160-inside.jpeg`);
  expect(asset.placeholder).toMatch(/^data:image\/webp;base64,/);
  const kept = await t.running.services.blobs.read(originalKey(asset.id));
  expect((await sharp(kept).metadata()).exif).toBeUndefined();
});

test('the same bytes are one asset, also when uploaded at once', async () => {
  const bytes = await picture(2, 'png');
  const ids = (await Promise.all([upload(bytes), upload(bytes), upload(bytes)])).map(
    (result) => result.data.mediaUpload.asset.id,
  );
  expect(new Set(ids).size).toBe(1);
});

test('content decides: a page or drawing named png is refused, so is too much or damaged', async () => {
  const refused = async (bytes: Buffer) => (await upload(bytes)).data.mediaUpload.userErrors;
  expect(await refused(Buffer.from('<html><script>alert(1)</script></html>'))).toMatchObject([
    { code: 'MEDIA_TYPE_NOT_ALLOWED' },
  ]);
  expect(
    await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')),
  ).toMatchObject([{ code: 'MEDIA_TYPE_NOT_ALLOWED' }]);
  expect(await refused((await picture(3, 'png')).subarray(0, 60))).toMatchObject([
    { code: 'MEDIA_TYPE_NOT_ALLOWED' },
  ]);
  expect(await refused(Buffer.alloc(2_000_001))).toMatchObject([
    { code: 'MEDIA_TOO_LARGE', path: ['file'] },
  ]);
});

test('only those who may create media upload', async () => {
  const result = await upload(await picture(4), customer());
  expect(result.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('an image in use cannot be deleted, an unused one can, with its files', async () => {
  const { id } = (await upload(await picture(5))).data.mediaUpload.asset;
  const remove = () =>
    t.execute(
      'mutation ($id: ID!) { mediaDelete(id: $id) { userErrors { ... on UserError { code } } } }',
      {
        variables: { id },
        as: admin,
      },
    );
  const product = aProduct(id);
  await t.deliver(ProductUpdated, { key: product.id, version: 2, data: product });
  expect((await remove()).data.mediaDelete.userErrors).toEqual([{ code: 'MEDIA_IN_USE' }]);
  await t.deliver(ProductDeleted, {
    key: product.id,
    version: 3,
    data: { ...product, version: 3 },
  });
  // An old event that comes late does not bring the use back.
  await t.deliver(ProductUpdated, { key: product.id, version: 2, data: product });
  expect((await remove()).data.mediaDelete.userErrors).toEqual([]);
  expect(await t.running.services.blobs.get(originalKey(id))).toBeUndefined();
  expect((await remove()).data.mediaDelete.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
});

test('references are answered in one statement, null for unknown ids', async () => {
  const { id } = (await upload(await picture(6))).data.mediaUpload.asset;
  const reps = [
    { __typename: 'MediaAsset', id },
    { __typename: 'MediaAsset', id: 'med_none' },
    { __typename: 'MediaAsset', id },
  ];
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on MediaAsset { id url } } }';
  const { result, statements } = await t.countQueries(() =>
    t.execute(query, { variables: { r: reps } }),
  );
  expect(result.data._entities.map((e: { id: string } | null) => e?.id)).toEqual([
    id,
    undefined,
    id,
  ]);
  expect(statements).toHaveLength(1);
});

test('files and rows belong together', async () => {
  expect(await t.verify()).toEqual([]);
});

function aProduct(assetId: string): ProductData {
  const id = `prod_${randomUUID()}`;
  const at = new Date(0).toISOString();
  const image = { id: 'img_1', assetId, alt: null, position: 0, isPrimary: true };
  return {
    id,
    sku: id,
    slug: id,
    name: 'x',
    description: null,
    isActive: true,
    attributes: [],
    categories: [],
    variants: [],
    images: [image],
    version: 2,
    createdAt: at,
    updatedAt: at,
  };
}
