import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../context.js';
import { receiveWebhook } from './receive-webhook.js';

const BODY_LIMIT = 100_000;

/** POST /webhooks/payments/:provider with the raw body; 401 for a bad or old signature, 404 for another provider. */
export const webhookRoute: NonNullable<SubgraphDefinition<PaymentsServices>['routes']> = (app, contextOf) => {
  app.register(async (scope) => {
    // The signature covers the bytes as they came, so nothing may parse them before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => done(null, body));
    scope.post<{ Params: { provider: string } }>('/webhooks/payments/:provider', async (request, reply) => {
      const ctx = contextOf(request);
      const { provider } = ctx.services;
      if (request.params.provider !== provider.name) return reply.code(404).send({ error: 'not found' });
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const notice = provider.readWebhook({ rawBody, headers: request.headers, now: ctx.now() });
      if (notice === 'unsigned') return reply.code(401).send({ error: 'bad signature' });
      if (notice === 'malformed') return reply.code(400).send({ error: 'not a webhook body' });
      if (notice !== 'ignored') await receiveWebhook(ctx, notice);
      return reply.code(200).send({ received: true });
    });
  });
};
