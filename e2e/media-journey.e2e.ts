import sharp from 'sharp';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oceanBlueShirt, type Bought } from './ocean-blue-shirt.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

let shop: ShopUnderTest;
let bought: Bought;
beforeAll(async () => {
  shop = await shopUnderTest({ SUBGRAPH_TRANSPORT: 'http' });
  bought = await oceanBlueShirt(shop);
});
afterAll(() => shop?.close());

const UPLOAD = `mutation ($file: Upload!) { mediaUpload(file: $file, alt: "A photo") { asset { id width height mimeType url(transform: { width: 320 }) } userErrors { ... on UserError { code } } } }`;
const ADD_IMAGE = `mutation ($product: ID!, $asset: ID!) { productImageAdd(productId: $product, assetId: $asset, isPrimary: true) { product { images { isPrimary asset { id url(transform: { width: 320 }) } } } userErrors { ... on UserError { code } } } }`;

/** A photo as cameras make it: turned by a flag, with the owner and the place in its EXIF. */
async function photo(): Promise<Blob> {
  const bytes = await sharp({
    create: {
      width: 1200,
      height: 900,
      channels: 3,
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
      background: 'teal',
    },
  })
    .withExif({
      IFD0: { Copyright: 'Private Person', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 33/1 0/1' },
    })
    .jpeg()
    .toBuffer();
  expect((await sharp(bytes).metadata()).exif?.includes('Private Person')).toBe(true);
  return new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
}

test('a photo goes through the gateway onto a product and is served resized without its EXIF', async () => {
  const admin = await shop.admin();
  const { data, errors } = await admin.upload(UPLOAD, await photo(), 'holiday.jpg');
  expect(errors).toBeUndefined();
  const { asset } = data.mediaUpload;
  const { productImageAdd } = await admin.get(ADD_IMAGE, {
    product: bought.productId,
    asset: asset.id,
  });
  expect(productImageAdd.product.images).toEqual(
    expect.arrayContaining([{ isPrimary: true, asset: { id: asset.id, url: asset.url } }]),
  );

  const path = new URL(asset.url).pathname;
  const response = await fetch(new URL(path, shop.url));
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toContain('immutable');
  const served = Buffer.from(await response.arrayBuffer());
  const { width, exif } = await sharp(served).metadata();
  expect(width).toBe(320);
  expect(exif).toBeUndefined();
  expect(served.includes('Private Person')).toBe(false);

  await eventually(async () => {
    const { search } = await shop
      .client()
      .get(
        `query { search(query: "ocean blue shirt", first: 1) { nodes { card { thumbnailUrl } } } }`,
      );
    expect(search.nodes[0].card.thumbnailUrl).toContain(asset.id);
  });
});

test('a visitor and a customer cannot upload, and a request without the preflight header is refused', async () => {
  const file = await photo();
  expect((await shop.client().upload(UPLOAD, file, 'a.jpg')).errors?.[0]?.extensions['code']).toBe(
    'UNAUTHENTICATED',
  );
  expect(
    (await (await shop.customer()).upload(UPLOAD, file, 'a.jpg')).errors?.[0]?.extensions['code'],
  ).toBe('FORBIDDEN');
  const form = new FormData();
  form.append('operations', JSON.stringify({ query: UPLOAD, variables: { file: null } }));
  form.append('map', '{"0":["variables.file"]}');
  form.append('0', file, 'a.jpg');
  const { status } = await fetch(shop.url, {
    method: 'POST',
    body: form,
    headers: (await shop.admin()).credentials(),
  });
  expect(status).toBe(400);
});

test.each([
  '/media/..%2f..%2fpackage.json',
  '/media/%252e%252e/x',
  '/media//etc/passwd',
  '/media/med_x/9999-inside.webp',
])('%s is 404', async (path) => {
  expect((await fetch(new URL(path, shop.url))).status).toBe(404);
});
