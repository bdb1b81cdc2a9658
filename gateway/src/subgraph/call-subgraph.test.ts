import type { SubgraphRequest } from '@emporium/platform/subgraph-client';
import { expect, test } from 'vitest';
import { createGatewayMetrics } from '../metrics.js';
import { createCallSubgraph } from './call-subgraph.js';
import type { OperationContext } from './operation-context.js';

test.each([
  ['users', '203.0.113.1'],
  ['orders', '203.0.113.1'],
  ['catalog', undefined],
])(
  '%s is told the client’s address if it bounds what one network may do',
  async (name, expected) => {
    let seen: SubgraphRequest | undefined;
    const call = createCallSubgraph({
      client: {
        name,
        health: async () => ({ status: 'ok' }),
        async execute(request: SubgraphRequest) {
          seen = request;
          return { data: {} };
        },
      } as never,
      breaker: { mayCall: () => true, succeeded: () => {}, failed: () => {}, isOpen: false },
      timeoutMs: 1_000,
      metrics: createGatewayMetrics(),
      log: {} as never,
    });
    const caller = {
      principal: { kind: 'anonymous', permissions: [] },
      ip: '203.0.113.1',
      requestId: 'r',
      refreshToken: 'secret',
      deviceToken: 'kept',
    };
    await call({ subgraph: name, query: '{ x }', variables: {}, isEntityFetch: false }, {
      caller,
      deadlineAt: Date.now() + 1_000,
    } as unknown as OperationContext);
    expect(seen!.headers?.['x-client-ip']).toBe(expected);
    expect(seen!.headers?.['x-refresh-token']).toBe(name === 'users' ? 'secret' : undefined);
    expect(seen!.headers?.['x-device-token']).toBe(name === 'users' ? 'kept' : undefined);
  },
);
