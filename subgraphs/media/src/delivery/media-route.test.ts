import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { ANONYMOUS } from '@emporium/auth/principal';
import { uploadOf } from '@emporium/platform/upload-of';
import { admin } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MediaServices } from '../context.js';
import { media } from '../subgraph.js';

let t: TestSubgraph<MediaServices>;
let server: Server;
let url: string;
let id: string;

beforeAll(async () => {
  t = await startTestSubgraph(media);
  server = createServer((req, res) => t.running.route(req, res, { principal: ANONYMOUS, requestId: 'test' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bytes = await sharp({ create: { width: 800, height: 400, channels: 3, background: 'navy' } })
    .jpeg()
    .toBuffer();
  const file = uploadOf({ filename: 'a.jpg', mimetype: 'image/jpeg', createReadStream: () => Readable.from([bytes]) });
  const query = 'mutation ($file: Upload!) { mediaUpload(file: $file) { asset { id } } }';
  id = (await t.execute(query, { variables: { file }, as: admin })).data.mediaUpload.asset.id;
});
afterAll(async () => {
  server.close();
  await t.close();
});

test('an image is served resized, typed and immutable, and not sent twice', async () => {
  const response = await fetch(`${url}/media/${id}/320-inside.webp`);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  const picture = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  expect([picture.format, picture.width, picture.height]).toEqual(['webp', 320, 160]);
  const again = await fetch(`${url}/media/${id}/320-inside.webp`, { headers: { 'if-none-match': response.headers.get('etag')! } });
  expect(again.status).toBe(304);
});

test('whatever there is not has the one form of errors, also off every route', async () => {
  for (const path of [`/media/${id}/321-inside.webp`, '/media/med_unknown/320-inside.webp', '/media/x%2fy', '/media/x', '/media/%zz']) {
    const response = await fetch(`${url}${path}`);
    expect([path, response.status]).toEqual([path, path.includes('%zz') ? 400 : 404]);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.any(String), extensions: { code: 'BAD_USER_INPUT', retryable: false } }],
    });
  }
});

test.each(['321-inside.webp', '320-inside.svg', '320-stretch.webp', '..%2f..%2fpackage.json', '%252e%252e', '320-inside.webp%00'])(
  'off the ladder there is nothing: %s',
  async (file) => {
    expect((await fetch(`${url}/media/${id}/${file}`)).status).toBe(404);
  },
);

test('unknown assets are 404 and not cached', async () => {
  const response = await fetch(`${url}/media/med_unknown/320-inside.webp`);
  expect(response.status).toBe(404);
  expect(response.headers.get('cache-control') ?? '').not.toContain('immutable');
});

test('without an internal identity every path answers 401', async () => {
  const bare = createServer((req, res) => t.running.handleHttp(req, res));
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
  const paths = [`/media/${id}/320-inside.webp`, '/graphql', '/nothing'];
  expect(await Promise.all(paths.map(async (path) => (await fetch(address + path)).status))).toEqual([401, 401, 401]);
  expect((await fetch(`${address}/graphql`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } })).status).toBe(
    401,
  );
  bare.close();
});
