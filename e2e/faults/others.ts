import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import * as q from '../purchase.js';
import { FaultClient } from './fault-client.js';
import { logIn, type Goods } from './goods.js';
import type { History } from './history.js';
import type { Random } from './random.js';
import { refusalOf } from './shopper.js';

const READ = `query ($id: ID!) { product(id: $id) { id name priceRange { min { minor } } variants(first: 2) { nodes { id sku } } } }`;
const SEARCH = `query ($query: String!) { search(query: $query, first: 3) { totalCount nodes { card { name } } } }`;
const VERSION = `query ($id: ID!) { product(id: $id) { version } }`;
const UPDATE = `mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { version } userErrors { ... on UserError { code } } } }`;

const UPLOAD = `mutation ($file: Upload!) { mediaUpload(file: $file, alt: "A photo") { asset { id } userErrors { ... on UserError { code } } } }`;

interface Parts {
  gateways: readonly string[];
  goods: readonly Goods[];
  history: History;
  random: Random;
  pauseMs: number;
  until: AbortSignal;
}

/** Visitors who look at products and search. */
export async function browse({
  gateways,
  goods,
  history,
  random,
  pauseMs,
  until,
}: Parts): Promise<void> {
  const client = new FaultClient(gateways, history);
  while (!until.aborted) {
    const { productId, name } = random.pick(goods);
    await client.send('read', READ, { id: productId }, (data) =>
      data.product ? undefined : 'missing',
    );
    await sleep(pauseMs);
    await client.send('search', SEARCH, { query: name });
    await sleep(pauseMs);
  }
}

/** Staff who rename products, correct stock and upload pictures. */
export async function administer(
  staff: FaultClient,
  { goods, random, pauseMs, until }: Parts,
): Promise<void> {
  const TOKEN_LASTS_MS = 10 * 60_000;
  for (let loggedInAt = Date.now(), round = 1; !until.aborted; round++) {
    if (Date.now() - loggedInAt > TOKEN_LASTS_MS) {
      await logIn(staff);
      loggedInAt = Date.now();
    }
    const { productId, variantId, name } = random.pick(goods);
    const change = random.pick([-1, 1, 2]);
    const version = (await staff.send('version', VERSION, { id: productId }))?.data?.product
      ?.version;
    if (version !== undefined) {
      const input = { id: productId, expectedVersion: version, name: `Fault ${name} ${round}` };
      await staff.send('update', UPDATE, { input }, refusalOf('productUpdate'));
    }
    if (round % 3 === 1)
      await staff.send('upload', UPLOAD, {}, refusalOf('mediaUpload'), await picture(random));
    if (round % 3 === 0)
      await staff.insist(
        'adjust',
        q.STOCK_ADJUST,
        { id: variantId, change, key: q.unique('adjust') },
        refusalOf('stockAdjust'),
      );
    await sleep(pauseMs);
  }
}

/** A picture that nobody has uploaded before. */
async function picture(random: Random): Promise<Blob> {
  const background = { r: random.int(256), g: random.int(256), b: random.int(256) };
  const bytes = await sharp({
    create: { width: 40 + random.int(200), height: 40 + random.int(200), channels: 3, background },
  })
    .png()
    .toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/png' });
}
