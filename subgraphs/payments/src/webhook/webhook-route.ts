import { errorBody } from '@emporium/platform/http/error-body';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../context.js';
import { receiveWebhook } from './receive-webhook.js';

const BODY_LIMIT = 100_000;

/**
 * POST /webhooks/payments/:provider with the raw body; 401 for a bad or old signature, 404 for
 * another provider.
 */
export const webhookRoute: NonNullable<SubgraphDefinition<PaymentsServices>['routes']> = (
  app,
  contextOf,
) => {
  app.register(async (scope) => {
    // The signature covers the bytes as they came, so nothing may parse them before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      (_request, body, done) => done(null, body),
    );
    scope.post<{ Params: { provider: string } }>(
      '/webhooks/payments/:provider',
      async (request, reply) => {
        const ctx = contextOf(request);
        const { provider } = ctx.services;
        const { requestId } = request.identity;
        if (request.params.provider !== provider.name) return reply.callNotFound();
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const notice = provider.readWebhook({ rawBody, headers: request.headers, now: ctx.now() });
        if (notice === 'unsigned')
          return reply
            .code(401)
            .send(errorBody('UNAUTHENTICATED', 'The signature is wrong or too old.', requestId));
        if (notice === 'malformed')
          return reply
            .code(400)
            .send(errorBody('BAD_USER_INPUT', 'This is no message of the provider.', requestId));
        if (notice !== 'ignored') await receiveWebhook(ctx, notice);
        return reply.code(200).send({ received: true });
      },
    );
  });
};
