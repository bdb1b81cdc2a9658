import type { KeyValueStore } from '@emporium/kv/key-value';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { revoke } from '../testing/revoke.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

const shops: TestGateway[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ gateway }) => gateway.close()));
});
async function start(kv: KeyValueStore, now?: () => number): Promise<TestGateway> {
  const shop = await testGateway({}, { kv, ...(now ? { now } : {}) });
  shops.push(shop);
  return shop;
}

/** A store that answers nothing while it is busy; channels of an embedded store go on. */
function busyStore() {
  const store = openMemoryKeyValue();
  const busy = { is: false };
  const silent = new Promise<never>(() => {});
  const whenFree =
    <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
    (...args: A) =>
      busy.is ? silent : run(...args);
  return {
    busy,
    kv: {
      ...store,
      get: whenFree(store.get),
      getMany: whenFree(store.getMany),
      readFeed: whenFree(store.readFeed),
    },
  };
}
const codeOf = ({ errors }: { errors?: { extensions: Record<string, unknown> }[] }) =>
  errors?.[0]?.extensions['code'];
const LOGIN = 'mutation { userLogin(email: "a", password: "b") { accessToken } }';

describe('a revoked token', () => {
  it('is refused 300 times of 300 while the store is busy', async () => {
    const { busy, kv } = busyStore();
    const shop = await start(kv);
    const bearer = token(['product:write'], { sid: 'ses_busy' });
    expect((await shop.query('{ ping }', { token: bearer })).status).toBe(200);
    busy.is = true;
    await kv.set('revoked:sid:ses_busy', '1', 60);
    await revoke(kv, { sid: 'ses_busy' });
    const statuses: number[] = [];
    for (let round = 0; round < 30; round++)
      statuses.push(
        ...(await Promise.all(
          Array.from(
            { length: 10 },
            async () => (await shop.query('{ ping }', { token: bearer })).status,
          ),
        )),
      );
    expect(statuses.filter((status) => status === 401).length).toBe(300);
  });

  it('is refused by a gateway that heard nothing, as soon as it has read the feed', async () => {
    const store = openMemoryKeyValue();
    const shop = await start({
      ...store,
      subscribe: () => Promise.reject(new Error('no channels')),
    });
    await revoke(store, { sid: 'ses_deaf' });
    const bearer = token([], { sid: 'ses_deaf' });
    await expect
      .poll(async () => (await shop.query('{ ping }', { token: bearer })).status, {
        timeout: 5_000,
      })
      .toBe(401);
  });

  it('is refused by a gateway that started later', async () => {
    const kv = openMemoryKeyValue();
    // First the token: in the next second it would be a new one.
    const bearer = token([], { sub: 'usr_late' });
    await revoke(kv, { sub: 'usr_late', issuedUpTo: Math.floor(Date.now() / 1_000) });
    const shop = await start(kv);
    expect((await shop.query('{ ping }', { token: bearer })).status).toBe(401);
  });

  it('ends its open sockets within a second, and they run nothing meanwhile', async () => {
    const { kv } = busyStore();
    const shop = await start(kv);
    const socket = new WebSocket(
      `ws://127.0.0.1:${shop.gateway.port}/graphql`,
      'graphql-transport-ws',
    );
    const received: { type: string; payload?: { extensions: { code: string } }[] }[] = [];
    socket.on('message', (data) =>
      received.push(JSON.parse(String(data)) as (typeof received)[number]),
    );
    socket.on('open', () =>
      socket.send(
        JSON.stringify({
          type: 'connection_init',
          payload: { authorization: `Bearer ${token([], { sid: 'ses_ws' })}` },
        }),
      ),
    );
    await expect.poll(() => received.length).toBe(1);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await revoke(kv, { sid: 'ses_ws' });
    const revokedAt = performance.now();
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ ping }' } }));
    expect(await closed).toBe(4403);
    expect(performance.now() - revokedAt).toBeLessThan(1_500);
    expect(
      received.slice(1).map(({ type, payload }) => [type, payload?.[0]?.extensions.code]),
    ).toEqual([['error', 'UNAUTHENTICATED']]);
  });
});

describe('while nothing was heard of revocations for ten seconds', () => {
  it('tokens with permissions and the mutations of all tokens are refused, own data is read, and it is over by itself', async () => {
    let now = 1_000_000;
    const { busy, kv } = busyStore();
    const shop = await start(kv, () => now);
    const [staff, customer] = [
      token(['product:write'], { sub: 'usr_s' }),
      token([], { sub: 'usr_c' }),
    ];
    busy.is = true;
    now += 9_000;
    expect((await shop.query('{ ping }', { token: staff })).status).toBe(200);
    now += 2_000;
    for (const [query, bearer] of [
      ['{ ping }', staff],
      [LOGIN, customer],
    ] as const) {
      const refused = await shop.query(query, { token: bearer });
      expect([refused.status, codeOf(refused)]).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
    }
    expect((await shop.query('{ ping }', { token: customer })).status).toBe(200);
    expect((await shop.query('{ ping }')).status).toBe(200);
    expect((await shop.query(LOGIN)).status).toBe(200);
    busy.is = false;
    const back = async () => {
      now += 1_000;
      return (await shop.query('{ ping }', { token: staff })).status;
    };
    await expect.poll(back, { timeout: 10_000, interval: 500 }).toBe(200);
  });

  it('a gateway that starts without its store knows nothing, and says so', async () => {
    const { busy, kv } = busyStore();
    busy.is = true;
    const shop = await start(kv);
    expect((await shop.query('{ ping }', { token: token(['product:write']) })).status).toBe(503);
    expect((await shop.query('{ ping }', { token: token() })).status).toBe(200);
  });
});
