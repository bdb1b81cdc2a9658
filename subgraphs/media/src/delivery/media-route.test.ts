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
  server = createServer((req, res) =>
    t.running.route(req, res, { principal: ANONYMOUS, requestId: 'test' }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bytes = await sharp({
    create: { width: 800, height: 400, channels: 3, background: 'navy' },
  })
    .jpeg()
    .toBuffer();
  const file = uploadOf({
    filename: 'a.jpg',
    mimetype: 'image/jpeg',
    createReadStream: () => Readable.from([bytes]),
  });
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
  const again = await fetch(`${url}/media/${id}/320-inside.webp`, {
    headers: { 'if-none-match': response.headers.get('etag')! },
  });
  expect(again.status).toBe(304);
});

test('whatever there is not has the one form of errors, also off every route', async () => {
  for (const path of [
    `/media/${id}/321-inside.webp`,
    '/media/med_unknown/320-inside.webp',
    '/media/x%2fy',
    '/media/x',
    '/media/%zz',
  ]) {
    const response = await fetch(`${url}${path}`);
    expect([path, response.status]).toEqual([path, path.includes('%zz') ? 400 : 404]);
    expect(await response.json()).toMatchObject({
      errors: [
        { message: expect.any(String), extensions: { code: 'BAD_USER_INPUT', retryable: false } },
      ],
    });
  }
});

test.each([
  '321-inside.webp',
  '320-inside.svg',
  '320-stretch.webp',
  '..%2f..%2fpackage.json',
  '%252e%252e',
  '320-inside.webp%00',
])('off the ladder there is nothing: %s', async (file) => {
  expect((await fetch(`${url}/media/${id}/${file}`)).status).toBe(404);
});

test('a network that has had its share of copies made waits for more, gets those that exist, and keeps no other from theirs', async () => {
  const small = await startTestSubgraph(media, { env: { MEDIA_RENDERS_PER_MINUTE: '2' } });
  const bare = createServer((req, res) =>
    small.running.route(req, res, { principal: ANONYMOUS, requestId: 'test' }),
  );
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const home = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const file = uploadOf({
    filename: 'b.png',
    mimetype: 'image/png',
    createReadStream: () => Readable.from([bytes]),
  });
  const query = 'mutation ($file: Upload!) { mediaUpload(file: $file) { asset { id } } }';
  const asset = (await small.execute(query, { variables: { file }, as: admin })).data.mediaUpload
    .asset.id as string;
  const get = (copy: string, ip: string) =>
    fetch(`${home}/media/${asset}/${copy}`, { headers: { 'x-client-ip': ip } });
  const asked = ['80-inside.webp', '160-inside.webp', '320-inside.webp'];
  const answers = [];
  for (const [host, copy] of asked.entries())
    answers.push(await get(copy, `2001:db8:0:1::${host}`));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answers[2]!.headers.get('cache-control')).toBe('no-store');
  expect((await get(asked[0]!, '2001:db8:0:1::9')).status).toBe(200);
  expect((await get(asked[2]!, '203.0.113.1')).status).toBe(200);
  expect((await get(asked[2]!, '2001:db8:0:1::9')).status).toBe(200);
  bare.close();
  await small.close();
});

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
  expect(
    await Promise.all(paths.map(async (path) => (await fetch(address + path)).status)),
  ).toEqual([401, 401, 401]);
  expect(
    (
      await fetch(`${address}/graphql`, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json' },
      })
    ).status,
  ).toBe(401);
  bare.close();
});
