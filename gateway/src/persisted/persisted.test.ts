import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
import { readManifest } from './operation-manifest.js';
import { createQueryStore } from './query-store.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const open: TestGateway[] = [];
const folder = mkdtempSync(join(tmpdir(), 'emporium-manifest-'));
const start = async (...options: Parameters<typeof testGateway>) => {
  const gateway = await testGateway(...options);
  open.push(gateway);
  return gateway;
};
afterEach(() => Promise.all(open.splice(0).map(({ gateway }) => gateway.close())));

/** A request as clients with persisted queries send it. */
async function ask({ gateway }: TestGateway, hash: string, query?: string, init: RequestInit = {}) {
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ extensions, ...(query === undefined ? {} : { query }) }),
    ...init,
  });
  const { data, errors } = (await response.json()) as {
    data?: unknown;
    errors?: { extensions: { code: string } }[];
  };
  return { status: response.status, data, code: errors?.[0]?.extensions.code };
}

describe('automatic persisted queries', () => {
  it('a query that was sent once runs by its hash, by GET too', async () => {
    const shop = await start();
    const hash = sha256('{ ping }');
    expect(await ask(shop, hash)).toMatchObject({ status: 400, code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(await ask(shop, hash, '{ ping }')).toMatchObject({ data: { ping: 'pong' } });
    expect(await ask(shop, hash)).toMatchObject({ data: { ping: 'pong' } });
    const url = new URL(`${shop.gateway.url}/graphql`);
    url.searchParams.set(
      'extensions',
      JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }),
    );
    const byGet = await fetch(url, { headers: { 'apollo-require-preflight': '1' } });
    expect(await byGet.json()).toMatchObject({ data: { ping: 'pong' } });
  });

  it('a hash that is not that of its query is refused, and nothing is kept under it', async () => {
    const shop = await start();
    const hash = sha256('{ ping }');
    expect(await ask(shop, hash, '{ boom }')).toMatchObject({
      status: 400,
      code: 'BAD_USER_INPUT',
    });
    expect(await ask(shop, hash)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  });

  it('a query that is refused is not kept', async () => {
    const shop = await start();
    const query = '{ nothing }';
    expect(await ask(shop, sha256(query), query)).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    expect(await ask(shop, sha256(query))).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  });

  it.each([
    { version: 2, sha256Hash: 'a' },
    { version: 1 },
    { version: 1, sha256Hash: 7 },
    'x',
    [],
  ])('%j is a clear error', async (given) => {
    const shop = await start();
    const body = JSON.stringify({ extensions: { persistedQuery: given } });
    expect(await ask(shop, '', undefined, { body })).toMatchObject({
      status: 400,
      code: 'BAD_USER_INPUT',
    });
  });

  it('another replica finds it in the store that they share', async () => {
    const cache = { ...openMemoryKeyValue(), kind: 'redis' as const };
    const [one, two] = [await start({}, { cache }), await start({}, { cache })];
    await ask(one, sha256('{ ping }'), '{ ping }');
    expect(await ask(two, sha256('{ ping }'))).toMatchObject({ data: { ping: 'pong' } });
  });

  it('a hundred thousand different ones take bounded memory, and a store that is away stops nothing', async () => {
    const away = {
      ...openMemoryKeyValue(),
      kind: 'redis' as const,
      set: () => Promise.reject(new Error('away')),
    };
    const store = createQueryStore(away, pino({ level: 'silent' }));
    for (let number = 0; number < 100_000; number++)
      store.remember(`hash${number}`, `query Q${number} { ping }`);
    expect(store.size).toBeLessThanOrEqual(1_000);
    for (let number = 0; number < 1_000; number++)
      store.remember(`large${number}`, 'x'.repeat(64_000));
    expect(store.size).toBeLessThanOrEqual(125);
    expect(await store.get('large999')).toHaveLength(64_000);
    expect(await store.get('hash0')).toBeUndefined();
  });
});

describe('a safelist', () => {
  const body = 'query Ping {\n  ping\n}';
  const operationManifest = join(folder, 'operations.json');
  const operations = [{ id: 'ping-1', name: 'Ping', type: 'query', body }];
  writeFileSync(
    operationManifest,
    JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lets through what is on it, by id, by hash and in full, and nothing else', async () => {
    const shop = await start({ safelist: 'enforce', operationManifest });
    expect(await ask(shop, 'ping-1')).toMatchObject({ data: { ping: 'pong' } });
    expect(await ask(shop, sha256(body))).toMatchObject({ data: { ping: 'pong' } });
    expect((await shop.query(body)).data).toEqual({ ping: 'pong' });
    const calls = shop.calls();
    const refused = await shop.query('{ ping }', { token: token() });
    expect([refused.status, refused.errors![0]!.extensions.code]).toEqual([403, 'FORBIDDEN']);
    expect(await ask(shop, sha256('{ ping }'), '{ ping }')).toMatchObject({ status: 403 });
    expect(await ask(shop, sha256('{ ping }'))).toMatchObject({
      code: 'PERSISTED_QUERY_NOT_FOUND',
    });
    expect(shop.calls()).toBe(calls);
  });

  it('that only logs lets everything through and tells what would be refused', async () => {
    const shop = await start({ safelist: 'log', operationManifest });
    expect((await shop.query('{ ping }')).data).toEqual({ ping: 'pong' });
    await expect.poll(() => shop.logs.join()).toContain('not on the safelist');
    expect((await shop.query(body)).data).toEqual({ ping: 'pong' });
  });

  it('that cannot be read stops the start with the name of the file', async () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"operations": []}');
    expect(() => readManifest(broken)).toThrow(/broken\.json is no operation manifest/);
    await expect(testGateway({ safelist: 'enforce' })).rejects.toThrow(/OPERATION_MANIFEST/);
  });
});
