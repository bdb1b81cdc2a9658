import { signGuestToken } from '@emporium/auth/guest-token';
import { afterEach, expect, it } from 'vitest';
import { liveClient, untilLive, type LiveClient } from '../testing/live-client.js';
import { SECRET, testGateway, token, type TestGateway } from '../testing/test-gateway.js';

const CREATED = 'subscription { productCreated { id } }';
const RECEIVED = 'subscription { notificationReceived { id } }';

let shop: TestGateway;
const clients: LiveClient[] = [];
const start = async (
  config: Parameters<typeof testGateway>[0] = {},
  options: Parameters<typeof testGateway>[1] = {},
) => (shop = await testGateway(config, options));
afterEach(async () => {
  clients.splice(0).forEach(({ socket }) => socket.terminate());
  await shop.gateway.close();
});

async function connect(params?: Record<string, unknown>): Promise<LiveClient> {
  const client = await liveClient(shop, params);
  clients.push(client);
  return client;
}
const as = (sub: string) => connect({ authorization: `Bearer ${token([], { sub })}` });
const announce = (id: string, channel = 'live:public') =>
  shop.cache.publish(channel, JSON.stringify({ notificationId: id }));
const runs = () => shop.subgraphs.notifications.calls;
const idsHeard = (client: LiveClient, id: string, field = 'productCreated') =>
  client
    .heard(id)
    .map(({ data, errors }) =>
      data ? (data[field].id as string) : (errors[0].extensions.code as string),
    );
const poll = (what: () => unknown) => expect.poll(what, { timeout: 10_000, interval: 2 });

/** Subgraph calls that wait until they are let go. */
function held() {
  const waiting: (() => void)[] = [];
  shop.subgraphs.notifications.behaviour = ({ variables }) =>
    new Promise((resolve) => {
      const id = Object.values(variables ?? {})[0] as string;
      waiting.push(() =>
        resolve({ data: { productCreated: { id }, notificationReceived: { id } } }),
      );
    });
  return waiting;
}

it('two hundred anonymous subscribers to the same cost one query per event, and each hears all events in order', async () => {
  await start();
  const sockets = await Promise.all(Array.from({ length: 10 }, () => connect()));
  for (const socket of sockets)
    for (let number = 0; number < 20; number++) socket.subscribe(String(number), CREATED);
  await untilLive(shop, 200);
  const events = Array.from({ length: 30 }, (_none, number) => `ntf_${number}`);
  for (const event of events) await announce(event);
  await poll(() => sockets.every((socket) => idsHeard(socket, '19').length === 30)).toBe(true);
  for (const socket of sockets)
    for (let number = 0; number < 20; number++)
      expect(idsHeard(socket, String(number))).toEqual(events);
  expect(runs().length).toBe(30);
});

it('whoever is somebody, or selects something else, shares with nobody', async () => {
  await start();
  const chosen =
    'subscription ($deep: Boolean!) { productCreated { id kind @include(if: $deep) } }';
  const people: [LiveClient, string, Record<string, unknown>?][] = [
    [await as('usr_a'), CREATED],
    [await as('usr_a'), CREATED],
    [await as('usr_b'), CREATED],
    [await connect({ guestToken: signGuestToken('ord_1', SECRET) }), CREATED],
    [await connect(), CREATED],
    [await connect(), '# the same\nsubscription  { productCreated { id, } }'],
    [await connect(), 'subscription { productCreated { kind } }'],
    [await connect(), chosen, { deep: true }],
    [await connect(), chosen, { deep: false }],
  ];
  for (const [client, query, variables] of people) client.subscribe('s', query, variables);
  await untilLive(shop, people.length);
  await announce('ntf_1');
  await poll(() => people.every(([client]) => client.heard('s').length === 1)).toBe(true);
  const askedBy = runs().map(
    ({ principal }) => principal.sub ?? principal.guest?.orderId ?? 'nobody',
  );
  expect(askedBy.toSorted()).toEqual([
    'nobody',
    'nobody',
    'nobody',
    'nobody',
    'ord_1',
    'usr_a',
    'usr_a',
    'usr_b',
  ]);
});

it('a selection that everybody has left costs nothing, and can be subscribed to again', async () => {
  await start();
  const [one, other] = [await connect(), await connect()];
  one.subscribe('s', CREATED);
  other.subscribe('s', CREATED);
  await untilLive(shop, 2);
  one.complete('s');
  other.socket.terminate();
  await untilLive(shop, 0);
  await announce('ntf_1');
  one.subscribe('s', CREATED);
  await untilLive(shop, 1);
  await announce('ntf_2');
  await poll(() => idsHeard(one, 's')).toEqual(['ntf_2']);
  expect(runs().length).toBe(1);
});

it('a subscriber has one query at a time, and its events come in order', async () => {
  await start();
  const waiting = held();
  const client = await as('usr_a');
  client.subscribe('s', RECEIVED);
  await untilLive(shop, 1);
  const events = ['ntf_1', 'ntf_2', 'ntf_3', 'ntf_4'];
  for (const event of events) await announce(event, 'live:user:usr_a');
  for (let done = 0; done < events.length; done++) {
    await poll(() => waiting.length).toBe(1);
    expect(runs().length).toBe(done + 1);
    waiting.shift()!();
  }
  await poll(() => idsHeard(client, 's', 'notificationReceived')).toEqual(events);
});

it('however many subscribers an event has, few queries for it run at a time', async () => {
  await start();
  const waiting = held();
  const people = await Promise.all(
    Array.from({ length: 12 }, (_none, number) => as(`usr_${number}`)),
  );
  for (const client of people) client.subscribe('s', CREATED);
  await untilLive(shop, people.length);
  await announce('ntf_1');
  await poll(() => waiting.length).toBe(4);
  for (let done = 0; done < people.length; done++) {
    await poll(() => waiting.length > 0).toBe(true);
    expect(waiting.length).toBeLessThanOrEqual(4);
    waiting.shift()!();
  }
  await poll(() => people.every((client) => client.heard('s').length === 1)).toBe(true);
});

it('a subscriber whose events pile up is told to read the inbox, and nothing of the pile is run', async () => {
  await start();
  const waiting = held();
  const client = await as('usr_a');
  client.subscribe('s', RECEIVED);
  await untilLive(shop, 1);
  for (let number = 0; number < 300; number++) await announce(`ntf_${number}`, 'live:user:usr_a');
  await untilLive(shop, 0);
  await poll(() => client.received.at(-1)).toMatchObject({ id: 's', type: 'complete' });
  expect(client.heard('s')).toEqual([
    {
      errors: [
        expect.objectContaining({
          message: 'Too slow to follow: read the inbox, then subscribe again.',
        }) as unknown,
      ],
    },
  ]);
  expect(client.heard('s')[0].errors[0].extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryable: true,
  });
  waiting.shift()!();
  expect((await shop.query('{ ping }')).data).toEqual({ ping: 'pong' });
  expect(runs().length).toBe(1);
});

it.each([
  ['of a user is paid from that user’s budget', 'usr_a'],
  ['that is shared is paid from the addresses’ budgets', undefined],
])('an event %s, and what cannot be paid is not run', async (_title, sub) => {
  await start(
    { limits: { costPerMinutePerUser: 150, costPerMinutePerIp: 150 } },
    { now: () => 1_000_000 },
  );
  const subscribers = sub ? [await as(sub)] : [await connect(), await connect()];
  for (const client of subscribers) client.subscribe('s', CREATED);
  await untilLive(shop, subscribers.length);
  for (let number = 0; subscribers.some((client) => !client.heard('s').at(-1)?.errors); number++) {
    await announce(`ntf_${number}`);
    await poll(() => subscribers.every((client) => client.heard('s').length > number)).toBe(true);
    expect(number).toBeLessThan(150);
  }
  expect(runs().length).toBeGreaterThan(10);
  for (const client of subscribers)
    expect(client.heard('s').at(-1).errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED' });
  expect((await shop.query('{ ping }', sub ? { token: token([], { sub }) } : {})).status).toBe(429);
  const before = runs().length;
  await announce('ntf_late');
  await untilLive(shop, 0);
  expect(runs().length).toBe(before);
});

it('the subscriptions of one address are bounded over all its connections', async () => {
  await start({ limits: { subscriptionsPerIp: 3 } });
  const [one, other] = [await connect(), await as('usr_a')];
  for (const id of ['1', '2']) one.subscribe(id, CREATED);
  await untilLive(shop, 2);
  other.subscribe('1', CREATED);
  other.subscribe('2', CREATED);
  await poll(() =>
    other.received
      .filter(({ type }) => type === 'error')
      .map(({ id, payload }) => [id, payload[0].extensions.code]),
  ).toEqual([['2', 'RATE_LIMITED']]);
  one.complete('1');
  await untilLive(shop, 2);
  other.subscribe('3', CREATED);
  await untilLive(shop, 3);
  expect(other.received.filter(({ type }) => type === 'error')).toHaveLength(1);
});
