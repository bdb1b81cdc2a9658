import { startConsulStandIn, type ConsulStandIn } from '@emporium/testing/consul-stand-in';
import { describeSilence } from '@emporium/testing/describe-silence';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { openConsul } from './consul.adapter.js';

let agent: ConsulStandIn;
beforeAll(async () => {
  agent = await startConsulStandIn();
});
afterAll(() => agent.close());

describeSilence('Consul', {
  opens: ['packages/platform/src/discovery/consul.adapter.ts'],
  target: () => agent.url.replace('consul:', 'http:'),
  deadlineMs: 1_000,
  open: async (proxy) => {
    const through = openConsul(
      proxy.through(agent.url.replace('consul:', 'http:')).replace('http:', 'consul:'),
      pino({ level: 'silent' }),
    );
    return {
      calls: { ready: () => through.ready('emporium-users') },
      close: async () => through.close(),
    };
  },
});
