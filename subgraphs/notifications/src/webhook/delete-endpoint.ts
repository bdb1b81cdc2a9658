import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { noEndpoint } from './find-webhooks.js';
import { lockEndpoints } from './lock-endpoints.js';
import type { EndpointAnswer } from './webhook.payload.js';

/** Deletes an endpoint with its secrets and its deliveries, those that wait included. */
export async function deleteEndpoint(ctx: Ctx, id: string): Promise<EndpointAnswer> {
  return inTransaction(ctx, async () => {
    await lockEndpoints(ctx, 'exclusive');
    const { numDeletedRows } = await query(ctx)
      .deleteFrom('WebhookEndpoint')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw noEndpoint();
    return { deletedId: id };
  });
}
