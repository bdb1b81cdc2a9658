import { can } from '@emporium/auth/principal';
import { asEntity } from '@emporium/db/as-entity';
import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { webhookBody } from './webhook-body.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** Says that there is no such endpoint. */
export const noEndpoint = () =>
  new Rejection(notFound('There is no such webhook endpoint.', ['id']));

/** Loads endpoints in the order of the ids; callers check who may see them. */
export async function loadEndpoints(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(WebhookEndpoint | null)[]> {
  const rows = await query(ctx)
    .selectFrom('WebhookEndpoint')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return inKeyOrder(
    ids,
    rows.map((row) => asEntity(WebhookEndpoint, row)),
    ({ id }) => id,
  );
}

/** The endpoint as it is now. Throws a Rejection when there is none. */
export async function endpointById(ctx: Ctx, id: string): Promise<WebhookEndpoint> {
  const [endpoint] = await loadEndpoints(ctx, [id]);
  if (!endpoint) throw noEndpoint();
  return endpoint;
}

/** All endpoints, the oldest first. */
export async function listEndpoints(ctx: Ctx): Promise<WebhookEndpoint[]> {
  const rows = await query(ctx)
    .selectFrom('WebhookEndpoint')
    .selectAll()
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => asEntity(WebhookEndpoint, row));
}

/** Loads deliveries in the order of the ids; callers check who may see them. */
export async function loadDeliveries(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(WebhookDelivery | null)[]> {
  const rows = await query(ctx)
    .selectFrom('WebhookDelivery')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return inKeyOrder(
    ids,
    rows.map((row) => asEntity(WebhookDelivery, row)),
    ({ id }) => id,
  );
}

/** Bodies of deliveries as they are sent, in the order of their ids. */
export async function loadBodies(
  ctx: Ctx,
  deliveryIds: readonly string[],
): Promise<(string | null)[]> {
  const rows = await query(ctx)
    .selectFrom('WebhookDelivery as d')
    .innerJoin('WebhookEvent as e', 'e.id', 'd.eventId')
    .innerJoin('WebhookEndpoint as p', 'p.id', 'd.endpointId')
    .select(['d.id', 'e.type', 'e.occurredAt', 'e.data', 'e.customerId', 'p.isCustomerNamed'])
    .where('d.id', 'in', deliveryIds)
    .execute();
  const bodies = new Map(rows.map((row) => [row.id, webhookBody(row, row.isCustomerNamed)]));
  return deliveryIds.map((id) => bodies.get(id) ?? null);
}

type References = readonly { id?: string }[];
const idsOf = (references: References) => references.map(({ id }) => id ?? '');

/** Answers references to endpoints: null without read:webhook. */
export const resolveEndpoints = async (ctx: Ctx, references: References) =>
  can(ctx.principal, 'read:webhook')
    ? loadEndpoints(ctx, idsOf(references))
    : references.map(() => null);

/** Answers references to deliveries: null without read:webhook. */
export const resolveDeliveries = async (ctx: Ctx, references: References) =>
  can(ctx.principal, 'read:webhook')
    ? loadDeliveries(ctx, idsOf(references))
    : references.map(() => null);
