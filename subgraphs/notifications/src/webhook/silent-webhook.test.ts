import { describeSilence } from '@emporium/testing/describe-silence';
import { afterAll, beforeAll } from 'vitest';
import { webhookPoster } from './post-webhook.adapter.js';
import { startReceiver, type Receiver } from './receiver.fixture.js';

const TIMEOUT_MS = 700;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

describeSilence('webhook endpoint', {
  opens: ['subgraphs/notifications/src/webhook/post-webhook.adapter.ts'],
  target: () => receiver.url,
  deadlineMs: TIMEOUT_MS,
  open: async (proxy) => {
    const poster = webhookPoster({ allowLocal: true, resolve: async () => [] }, TIMEOUT_MS);
    const url = proxy.through(receiver.url);
    return {
      calls: { post: () => poster.post({ url, headers: {}, body: '{}' }) },
      close: () => poster.close(),
    };
  },
});
