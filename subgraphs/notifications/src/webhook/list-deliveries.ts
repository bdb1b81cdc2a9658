import { asEntity } from '@emporium/db/as-entity';
import type { EntityTables } from '@emporium/db/entity-tables';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import { connection, pageRequest, type ConnectionOf } from '@emporium/graphql/paging';
import { expressionBuilder } from 'kysely';
import type { Ctx } from '../context.js';
import { query, type entities } from '../tables.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import type { WebhookDeliveriesArgs } from './webhook.inputs.js';

const d = expressionBuilder<{ d: EntityTables<typeof entities>['WebhookDelivery'] }, 'd'>();

const NEWEST_FIRST: KeysetOrder = {
  name: 'webhookDelivery',
  value: d.ref('d.createdAt'),
  id: d.ref('d.id'),
  kind: 'instant',
  descending: true,
};

/** Deliveries of an endpoint, the newest first. Throws BAD_USER_INPUT for bad page arguments. */
export async function listDeliveries(
  ctx: Ctx,
  endpointId: string,
  args: WebhookDeliveriesArgs,
): Promise<ConnectionOf<WebhookDelivery>> {
  const page = pageRequest(args, NEWEST_FIRST.name, 20);
  const { state, event } = args.where ?? {};
  if (state?.length === 0) return connection([], page, () => '');
  const rows = await keysetPage(
    query(ctx)
      .selectFrom('WebhookDelivery as d')
      .selectAll('d')
      .where('d.endpointId', '=', endpointId),
    NEWEST_FIRST,
    page,
  )
    .$if(state != null, (found) => found.where('d.state', 'in', state!))
    .$if(event != null, (found) => found.where('d.type', '=', event!))
    .execute();
  return connection(
    rows.map((row) => asEntity(WebhookDelivery, row)),
    page,
    ({ id, createdAt }) => keysetCursor(NEWEST_FIRST, { id, sortValue: createdAt }),
  );
}
