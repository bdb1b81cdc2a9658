import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

/**
 * The endpoint as it is, which until the end of the transaction nobody else changes; undefined when
 * there is none. Take it before its deliveries: whoever deletes it takes them in that order, too.
 */
export async function lockEndpoint(ctx: Ctx, id: string): Promise<WebhookEndpoint | undefined> {
  const row = await query(ctx)
    .selectFrom('WebhookEndpoint')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && asEntity(WebhookEndpoint, row);
}
