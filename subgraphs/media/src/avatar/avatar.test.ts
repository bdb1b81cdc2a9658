import { Readable } from 'node:stream';
import { uploadOf } from '@emporium/platform/upload-of';
import { admin, anonymous, customer } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserDeleted } from '@emporium/users-events';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { originalKey } from '../blob/keys.js';
import type { MediaServices } from '../context.js';
import { media } from '../subgraph.js';
import { MAX_PER_DAY } from './upload-avatar.js';

const HOUR = 3_600_000;
const OWN = `mutation ($file: Upload!) { avatarUpload(file: $file) { asset { id width height mimeType } userErrors { __typename ... on UserError { code path message } } } }`;
const SHOP = `mutation ($file: Upload!) { mediaUpload(file: $file) { asset { id } userErrors { __typename } } }`;

let t: TestSubgraph<MediaServices>;
let now = new Date('2026-12-01T12:00:00Z');
/** What users says that profiles show; undefined when it does not answer. */
let shown: string[] | undefined = [];
beforeAll(async () => {
  t = await startTestSubgraph(media, {
    now: () => now,
    calls: {
      users: ({ variables }) => {
        if (!shown) throw new Error('users is away');
        return {
          _avatarsInUse: (variables!['ids'] as string[]).filter((id) => shown!.includes(id)),
        };
      },
    },
  });
});
afterAll(() => t.close());

let colour = 0;
const picture = (width = 40, height = 30) =>
  sharp({
    create: { width, height, channels: 3, background: { r: colour++ % 255, g: 9, b: 4 } },
  })
    .png()
    .toBuffer();

const upload = (bytes: Buffer, as = customer('usr_ann'), mutation = OWN) =>
  t.execute(mutation, {
    as,
    variables: {
      file: uploadOf({
        filename: 'me.png',
        mimetype: 'image/png',
        createReadStream: () => Readable.from([bytes]),
      }),
    },
  });
const uploaded = async (bytes: Buffer, as = customer('usr_ann')): Promise<string> =>
  (await upload(bytes, as)).data.avatarUpload.asset.id;
const exists = async (id: string) =>
  (await t.execute(`{ mediaAsset(id: "${id}") { id } }`, { as: anonymous })).data.mediaAsset !==
  null;
const hasFile = async (id: string) =>
  (await t.running.services.blobs.get(originalKey(id))) !== undefined;

test('a customer uploads an own picture, which is kept small; nobody does so anonymously', async () => {
  const { data } = await upload(await picture(2_000, 1_000));
  expect(data.avatarUpload).toMatchObject({
    asset: { width: 640, height: 320, mimeType: 'image/png' },
    userErrors: [],
  });
  const { errors } = await upload(await picture(), anonymous);
  expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});

test('a moving picture stands still', async () => {
  const frames = await Promise.all(
    ['red', 'blue'].map((background) =>
      sharp({ create: { width: 9, height: 9, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  expect((await sharp(gif).metadata()).pages).toBe(2);
  const kept = await t.running.services.blobs.read(originalKey(await uploaded(gif)));
  expect((await sharp(kept).metadata()).pages ?? 1).toBe(1);
});

test('what is no picture is refused', async () => {
  const { data } = await upload(Buffer.from('<svg onload="alert(1)"/>'));
  expect(data.avatarUpload).toMatchObject({
    asset: null,
    userErrors: [{ code: 'MEDIA_TYPE_NOT_ALLOWED', path: ['file'] }],
  });
});

test('the same bytes are one asset for each person and one for the shop, also at once', async () => {
  const bytes = await picture();
  const [a, b, other, shops] = await Promise.all([
    uploaded(bytes),
    uploaded(bytes),
    uploaded(bytes, customer('usr_bob')),
    upload(bytes, admin, SHOP).then(({ data }) => data.mediaUpload.asset.id as string),
  ]);
  expect(b).toBe(a);
  expect(new Set([a, other, shops]).size).toBe(3);
});

test('one person uploads a limited number a day, and a repeated upload is no new one', async () => {
  const as = customer('usr_many');
  const first = await picture();
  const id = await uploaded(first, as);
  for (let i = 1; i < MAX_PER_DAY; i++) await uploaded(await picture(), as);
  expect((await upload(await picture(), as)).data.avatarUpload.userErrors).toMatchObject([
    { __typename: 'TooManyUploadsError', code: 'TOO_MANY_UPLOADS', path: ['file'] },
  ]);
  expect(await uploaded(first, as)).toBe(id);
});

test('after a day a picture goes unless a profile shows it, and stays while users does not answer', async () => {
  const as = customer('usr_sweep');
  const [kept, unused] = [await uploaded(await picture(), as), await uploaded(await picture(), as)];
  const shops = (await upload(await picture(), admin, SHOP)).data.mediaUpload.asset.id;
  shown = [kept];
  now = new Date(now.getTime() + 23 * HOUR);
  await t.runJob('sweep-avatars');
  expect(await exists(unused)).toBe(true);
  now = new Date(now.getTime() + 2 * HOUR);
  shown = undefined;
  await expect(t.runJob('sweep-avatars')).rejects.toThrow('users is away');
  expect(await exists(unused)).toBe(true);
  shown = [kept];
  await t.runJob('sweep-avatars');
  expect([await exists(kept), await exists(unused), await exists(shops)]).toEqual([
    true,
    false,
    true,
  ]);
  expect([await hasFile(kept), await hasFile(unused)]).toEqual([true, false]);
  expect(
    (await t.published()).filter(({ subject }) => subject === unused).map(({ type }) => type),
  ).toEqual(['MEDIA_UPLOADED', 'MEDIA_DELETED']);
  // A new day, new pictures.
  expect(await uploaded(await picture(), customer('usr_many'))).toMatch(/^med_/);
});

test('with the account all own pictures go, and those of others stay', async () => {
  const [hers, his] = [
    await uploaded(await picture(), customer('usr_eve')),
    await uploaded(await picture(), customer('usr_dan')),
  ];
  const erased = () =>
    t.deliver(UserDeleted, { key: 'usr_eve', version: 2, data: { id: 'usr_eve', version: 2 } });
  await erased();
  await erased();
  expect([await exists(hers), await hasFile(hers)]).toEqual([false, false]);
  expect([await exists(his), await hasFile(his)]).toEqual([true, true]);
});
