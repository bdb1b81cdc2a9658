import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDENTITY_HEADER } from '@emporium/auth/internal-identity';
import { ANONYMOUS } from '@emporium/auth/principal';
import { eventually } from '@emporium/testing/eventually';
import type { ExecutionResult } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { httpSubgraphClient } from './http-subgraph-client.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/**
 * A subgraph that can be frozen: as under SIGSTOP, connections come about and requests are taken,
 * and nothing is answered.
 */
async function replica(name: string) {
  const held: (() => void)[] = [];
  const state = {
    calls: [] as string[],
    questions: 0,
    frozen: false,
    slow: false,
    answer: { data: { name } } as ExecutionResult,
  };
  const server = createServer((request, response: ServerResponse) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const isCall = request.headers[IDENTITY_HEADER] !== undefined;
      if (isCall) state.calls.push((JSON.parse(body) as { query: string }).query);
      else state.questions++;
      const answer = () => response.writeHead(isCall ? 200 : 401).end(JSON.stringify(state.answer));
      if (state.frozen || (state.slow && isCall)) held.push(answer);
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  const thaw = () => {
    state.frozen = false;
    for (const answer of held.splice(0)) answer();
  };
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    thaw,
  });
}

const logged = () => {
  const lines: string[] = [];
  const note = (_fields: unknown, text: string) => void lines.push(text);
  return { lines, log: { info: note, warn: note } as never };
};

function clientOf(replicas: { url: string }[], log?: never) {
  const url = replicas.map((one) => one.url).join(',');
  const client = httpSubgraphClient({
    name: 'orders',
    url,
    internalSecret: 'a-secret-of-more-than-32-bytes-0123456789',
    ...(log ? { log } : {}),
  });
  closers.push(() => client.close());
  return (query: string, timeoutMs = 3_000) =>
    client.execute({ query, principal: ANONYMOUS, issuer: 'gateway', requestId: 'r', timeoutMs });
}

test('a replica that falls silent gets no call any more, mutations included, though no call told of it; it gets calls again when it answers', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const { lines, log } = logged();
  const call = clientOf([a, b], log);
  await call('mutation { first }');
  b.frozen = true;
  const asked = b.questions;
  // The third question comes one second after the first at most: by then the first has been without
  // an answer for long enough.
  await eventually(() => expect(b.questions).toBeGreaterThanOrEqual(asked + 1));
  await eventually(() =>
    expect(lines).toEqual(['a replica does not answer: others get its calls']),
  );
  const before = b.calls.length;
  for (let i = 0; i < 10; i++)
    expect(await call('mutation { x }')).toEqual({ data: { name: 'a' } });
  expect(b.calls.length).toBe(before);
  b.thaw();
  await eventually(() => expect(lines).toHaveLength(2));
  const names = await Promise.all(Array.from({ length: 4 }, () => call('mutation { x }')));
  expect(new Set(names.map(({ data }) => data!['name']))).toEqual(new Set(['a', 'b']));
});

test('the first change after a pause finds the replica that answers', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  a.frozen = true;
  const call = clientOf([a, b]);
  expect(await call('mutation { x }')).toEqual({ data: { name: 'b' } });
  expect(a.calls).toEqual([]);
});

test('a read at a replica that falls silent is answered by another one within the same limit; a change is sent once', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const call = clientOf([a, b]);
  await call('mutation { warm }');
  b.frozen = true;
  // In turn: one of the two meets the frozen one before anything is known.
  expect(await Promise.all([call('{ one }'), call('{ two }')])).toEqual([
    { data: { name: 'a' } },
    { data: { name: 'a' } },
  ]);
  b.thaw();
  [a.slow, b.slow] = [true, true];
  await expect(call('mutation { slow }', 400)).rejects.toMatchObject({ reason: 'timeout' });
  expect([...a.calls, ...b.calls].filter((query) => query.includes('slow'))).toHaveLength(1);
});

test('when every replica is silent, all of them are still asked', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const { lines, log } = logged();
  const call = clientOf([a, b], log);
  [a.frozen, b.frozen] = [true, true];
  for (let i = 0; i < 4; i++)
    await expect(call('mutation { x }', 600)).rejects.toMatchObject({
      reason: 'timeout',
      othersAnswer: false,
    });
  await eventually(() => expect(lines).toHaveLength(2));
  expect([a.calls.length, b.calls.length]).toEqual([2, 2]);
});

test('a change that is lost at a silent replica says that the others answer', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const call = clientOf([a, b]);
  await call('mutation { a }');
  b.frozen = true;
  const outcomes = await Promise.allSettled([
    call('mutation { x }', 2_000),
    call('mutation { x }', 2_000),
  ]);
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(lost.map(({ reason }) => reason as unknown)).toEqual([
    expect.objectContaining({ reason: 'timeout', othersAnswer: true }),
  ]);
});

const lostStore = (
  data: ExecutionResult['data'],
  code = 'SUBGRAPH_UNAVAILABLE',
  retryable = true,
) =>
  ({
    data,
    errors: [{ message: 'away', extensions: { code, retryable } }],
  }) as unknown as ExecutionResult;

test('a read whose answer has nothing because the replica lost its store is asked again elsewhere', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const call = clientOf([a, b]);
  for (const data of [null, { product: null }, { _entities: [null, null] }]) {
    b.answer = lostStore(data);
    for (let i = 0; i < 2; i++)
      expect(await call('{ product { id } }')).toEqual({ data: { name: 'a' } });
  }
  a.answer = lostStore(null);
  expect(await call('{ product { id } }')).toEqual(lostStore(null));
});

test('an answer with data beside the error, a final error, and a change are not asked again', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const call = clientOf([a, b]);
  const answers = [
    lostStore({ product: null, shop: 'x' }),
    lostStore(null, 'SUBGRAPH_UNAVAILABLE', false),
    lostStore(null, 'FORBIDDEN'),
  ];
  for (const answer of answers) {
    [a.answer, b.answer] = [answer, answer];
    const before = a.calls.length + b.calls.length;
    expect(await call('{ product { id } shop }')).toEqual(answer);
    expect(a.calls.length + b.calls.length).toBe(before + 1);
  }
  [a.answer, b.answer] = [lostStore(null), lostStore(null)];
  const before = a.calls.length + b.calls.length;
  expect(await call('mutation { x }')).toEqual(lostStore(null));
  expect(a.calls.length + b.calls.length).toBe(before + 1);
});
