import { ANONYMOUS } from '@emporium/auth/principal';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { internalCall } from './internal-call.js';
import type { SubgraphClient } from './subgraph-client.js';

const callOf = (result: ExecutionResult) => {
  const client: SubgraphClient = {
    name: 'users',
    execute: async () => result,
    health: async () => ({ status: 'ok' }),
  };
  const call = internalCall({
    from: 'orders',
    clients: new Map([['users', client]]),
    principal: ANONYMOUS,
    requestId: 'r',
  });
  return call({ to: 'users', query: '{ x }', timeoutMs: 100 });
};
const failure = (code: string, retryable: boolean) =>
  new GraphQLError(code, { extensions: { code, retryable } });

test('a callee that cannot answer now is unavailable, so that an event waits for it and a client may try again', async () => {
  await expect(
    callOf({ data: null, errors: [failure('SUBGRAPH_UNAVAILABLE', true)] }),
  ).rejects.toMatchObject({
    name: 'SubgraphUnavailableError',
    subgraph: 'users',
    retryable: true,
  });
});

test('a callee that refuses is no outage', async () => {
  const refused = callOf({
    data: null,
    errors: [failure('SUBGRAPH_UNAVAILABLE', true), failure('INTERNAL_SERVER_ERROR', false)],
  });
  await expect(refused).rejects.toThrow('users refused an internal call');
  await expect(refused).rejects.not.toMatchObject({ retryable: true });
});
