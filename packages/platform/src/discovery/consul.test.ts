import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '@emporium/auth/principal';
import { startConsulStandIn, type ConsulStandIn } from '@emporium/testing/consul-stand-in';
import { eventually } from '@emporium/testing/eventually';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConsul, type Consul } from './consul.adapter.js';
import { reachSubgraphs, type SubgraphWays } from './reach-subgraphs.js';

const SECRET = 'a-secret-of-more-than-32-bytes-0123456789';
const log = pino({ level: 'silent' });
const BEAT_MS = 20;

let agent: ConsulStandIn;
let consul: Consul;
const closers: (() => unknown)[] = [];
beforeEach(async () => {
  agent = await startConsulStandIn();
  consul = openConsul(agent.url, log, BEAT_MS);
});
afterEach(async () => {
  consul.close();
  for (const close of closers.splice(0).reverse()) await close();
  await agent.close();
});

/** A subgraph that answers with its own name. */
async function replica(name: string): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    request
      .resume()
      .once('end', () =>
        response
          .writeHead(request.headers['x-identity'] ? 200 : 401)
          .end(JSON.stringify({ data: { name } })),
      );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.closeAllConnections() ?? server.close());
  return { port: (server.address() as AddressInfo).port, server };
}
const reach = (subgraphUrls = {}): SubgraphWays => {
  const ways = reachSubgraphs({ subgraphUrls, internalSecret: SECRET }, [], log, consul);
  closers.push(() => ways.close());
  return ways;
};
const askedName = async (ways: SubgraphWays): Promise<unknown> => {
  const users = ways.clientOf('users')!;
  const { data } = await users.execute({
    query: '{ name }',
    principal: ANONYMOUS,
    issuer: 'gateway',
    requestId: 'r',
    timeoutMs: 1_000,
  });
  return data?.['name'];
};

test('an instance is found while it is ready, again after the agent has forgotten it, and no more after it stopped', async () => {
  let ready = false;
  const registration = consul.register(
    { service: 'emporium-users', id: 'users-1', host: '127.0.0.1', port: 7 },
    async () => ready,
  );
  await eventually(async () => expect(agent.passing()).toEqual([]));
  ready = true;
  await eventually(async () =>
    expect(await consul.ready('emporium-users')).toEqual(['127.0.0.1:7']),
  );
  agent.forget();
  await eventually(async () => expect(agent.passing()).toEqual(['users-1']));
  ready = false;
  await eventually(async () => expect(await consul.ready('emporium-users')).toEqual([]));
  ready = true;
  await registration.stop();
  expect(await consul.ready('emporium-users')).toEqual([]);
});

test('calls go where Consul says as soon as it says something, and to the configured address until then', async () => {
  const [configured, found, moved] = [
    await replica('configured'),
    await replica('found'),
    await replica('moved'),
  ];
  const ways = reach({ users: `http://127.0.0.1:${configured.port}/graphql` });
  expect(await askedName(ways)).toBe('configured');
  agent.put('emporium-users', found.port);
  await eventually(async () => expect(await askedName(ways)).toBe('found'));
  agent.forget();
  agent.put('emporium-users', moved.port);
  await eventually(async () => expect(await askedName(ways)).toBe('moved'));
});

test('while Consul is away, or knows nobody, the last known addresses stay in use', async () => {
  const found = await replica('found');
  agent.put('emporium-users', found.port);
  const ways = reach();
  await eventually(async () => expect(await askedName(ways)).toBe('found'));
  agent.forget();
  await eventually(async () => expect(await consul.ready('emporium-users')).toEqual([]));
  expect(await askedName(ways)).toBe('found');
  await agent.close();
  expect(await askedName(ways)).toBe('found');
});

test('a subgraph that nobody has named answers like one that is down', async () => {
  await expect(askedName(reach())).rejects.toMatchObject({
    name: 'SubgraphUnavailableError',
    reason: 'down',
  });
});
