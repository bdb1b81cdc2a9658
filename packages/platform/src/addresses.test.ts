import { expect, test } from 'vitest';
import { addresses, addressList, isNotConnected } from './addresses.js';

test('calls begin with each replica in turn and know the others', () => {
  const replicas = addresses(['a', 'b', 'c']);
  expect([replicas.inTurn(), replicas.inTurn(), replicas.inTurn(), replicas.inTurn()].map((order) => order.join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ]);
});

test('a replica that refused is asked last for a second', () => {
  let now = 0;
  const replicas = addresses(['a', 'b'], () => now);
  replicas.refused('a');
  expect([replicas.inTurn(), replicas.inTurn()]).toEqual([
    ['b', 'a'],
    ['b', 'a'],
  ]);
  now = 1_001;
  expect(replicas.inTurn()).toEqual(['a', 'b']);
});

test('a list of addresses may have spaces; only errors of connecting are safe to repeat', () => {
  expect(addressList('http://a:1/graphql, http://b:2/graphql').map((url) => url.host)).toEqual(['a:1', 'b:2']);
  expect([isNotConnected({ code: 'ECONNREFUSED' }), isNotConnected({ code: 'ECONNRESET' }), isNotConnected(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});
