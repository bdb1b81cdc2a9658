import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { endpointById, noEndpoint } from './find-webhooks.js';
import { lockEndpoint } from './lock-endpoint.js';
import { MAX_SECRETS, newSecret, rotated } from './webhook-secret.js';
import type { WebhookSecretRotateArgs } from './webhook.inputs.js';
import type { EndpointAnswer } from './webhook.payload.js';

/**
 * Gives an endpoint a new secret; for 24 hours messages are signed with the previous one, too,
 * unless that one leaked.
 */
export async function rotateSecret(
  ctx: Ctx,
  { id, endPrevious, idempotencyKey: key }: WebhookSecretRotateArgs,
): Promise<EndpointAnswer> {
  let secret: string | null = null;
  const request = { id, endPrevious: endPrevious ?? false };
  await once(ctx, { operation: 'webhookSecretRotate', key, request }, async () => {
    const endpoint = await lockEndpoint(ctx, id);
    if (!endpoint) throw noEndpoint();
    secret = newSecret();
    const secrets = rotated(endpoint.secrets, secret, {
      now: ctx.now(),
      endPrevious: request.endPrevious,
    });
    if (secrets.length > MAX_SECRETS)
      throw new Rejection(
        invalidInput(
          `At most ${MAX_SECRETS} secrets are in force at once: wait until one has run out, or end the previous ones.`,
        ),
      );
    await query(ctx)
      .updateTable('WebhookEndpoint')
      .set({ secrets, version: endpoint.version + 1, updatedAt: ctx.now() })
      .where('id', '=', id)
      .execute();
    return {};
  });
  return { webhookEndpoint: await endpointById(ctx, id), secret };
}
