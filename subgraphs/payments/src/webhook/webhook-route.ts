import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../payments-services.js';
import { receiveWebhook } from './receive-webhook.js';
import { isSigned } from './verify-signature.js';

const BODY_LIMIT = 100_000;

/** POST /webhooks/payments/:provider with the raw body; 401 for a bad or old signature, 404 for another provider. */
export const webhookRoute: NonNullable<SubgraphDefinition<PaymentsServices>['routes']> = (app, contextOf) => {
  app.register(async (scope) => {
    // The signature covers the bytes as they came, so nothing may parse them before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => done(null, body));
    scope.post<{ Params: { provider: string } }>('/webhooks/payments/:provider', async (request, reply) => {
      const ctx = contextOf(request);
      if (request.params.provider !== ctx.services.provider.name) return reply.code(404).send({ error: 'not found' });
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const header = request.headers['x-signature'];
      if (!isSigned(typeof header === 'string' ? header : undefined, raw, ctx.config.paymentWebhookSecret, ctx.now()))
        return reply.code(401).send({ error: 'bad signature' });
      const status = await receiveWebhook(ctx, raw);
      return reply.code(status).send(status === 200 ? { received: true } : { error: 'not a webhook body' });
    });
  });
};
