import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addresses, addressList, isNotConnected } from './addresses.js';

test('calls begin with each replica in turn and know the others', () => {
  const replicas = addresses(['a', 'b', 'c']);
  expect(
    [replicas.inTurn(), replicas.inTurn(), replicas.inTurn(), replicas.inTurn()].map((order) =>
      order.join(''),
    ),
  ).toEqual(['abc', 'bca', 'cab', 'abc']);
});

test('a replica that refused is asked last for a second', () => {
  let now = 0;
  const replicas = addresses(['a', 'b'], { now: () => now });
  replicas.refused('a');
  expect([replicas.inTurn(), replicas.inTurn()]).toEqual([
    ['b', 'a'],
    ['b', 'a'],
  ]);
  now = 1_001;
  expect(replicas.inTurn()).toEqual(['a', 'b']);
});

test('a list of addresses may have spaces; only errors of connecting are safe to repeat', () => {
  expect(addressList('http://a:1/graphql, http://b:2/graphql').map((url) => url.host)).toEqual([
    'a:1',
    'b:2',
  ]);
  expect([
    isNotConnected({ code: 'ECONNREFUSED' }),
    isNotConnected({ code: 'ECONNRESET' }),
    isNotConnected(undefined),
  ]).toEqual([true, false, false]);
});

test('whatever is silent or has refused, no replica is given up, and one that answers is asked first', () => {
  const world = fc.array(fc.record({ silent: fc.boolean(), refused: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(world, fc.nat(20), (states, turns) => {
      const replicas = addresses(states, { isSilent: ({ silent }) => silent, now: () => 0 });
      for (const state of states) if (state.refused) replicas.refused(state);
      for (let turn = 0; turn < turns; turn++) replicas.inTurn();
      const order = replicas.inTurn();
      expect(new Set(order)).toEqual(new Set(states));
      expect(order).toHaveLength(states.length);
      const waits = order.map(({ silent, refused }) => silent || refused);
      expect(waits).toEqual(waits.toSorted());
    }),
  );
});

test('the calls of a silent replica are shared by all others', () => {
  const replicas = addresses(['a', 'b', 'c'], { isSilent: (replica) => replica === 'b' });
  const first = Array.from({ length: 6 }, () => replicas.inTurn()[0]);
  expect(first).toEqual(['a', 'c', 'a', 'c', 'a', 'c']);
});

test('a connection that was reset while it was being made has sent nothing; one that was reset later may have', () => {
  expect(
    isNotConnected(
      Object.assign(new Error('connect ECONNRESET'), { code: 'ECONNRESET', syscall: 'connect' }),
    ),
  ).toBe(true);
  expect(
    isNotConnected(
      Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
    ),
  ).toBe(false);
  expect(isNotConnected(undefined)).toBe(false);
});
