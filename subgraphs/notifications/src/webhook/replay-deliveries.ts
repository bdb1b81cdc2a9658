import { badUserInput } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { loadDeliveries } from './find-webhooks.js';
import { PING } from './public-events.js';
import { giveUpAfter } from './retry-plan.js';
import { WebhookDeliveryState, type WebhookDelivery } from './webhook-delivery.entity.js';
import type { DeliveryAnswer } from './webhook.payload.js';

const MAX_IDS = 100;

/**
 * Sends deliveries again with the ids that they had, all of them or none; those that wait for
 * another attempt get it now. Throws BAD_USER_INPUT for more than 100.
 */
export async function replayDeliveries(
  ctx: Ctx,
  given: readonly string[],
): Promise<DeliveryAnswer> {
  if (given.length > MAX_IDS) throw badUserInput(`At most ${MAX_IDS} ids at once.`);
  const ids = [...new Set(given)];
  if (ids.length === 0) return { deliveries: [], queuedCount: 0 };
  return inTransaction(ctx, async () => {
    const found = await query(ctx)
      .selectFrom('WebhookDelivery as d')
      .innerJoin('WebhookEndpoint as e', 'e.id', 'd.endpointId')
      .select(['d.id', 'd.type', 'e.isActive'])
      .where('d.id', 'in', ids)
      // In one order, so that two replays never wait for each other.
      .orderBy('d.id')
      .forUpdate('d')
      .execute();
    const known = new Set(found.map(({ id }) => id));
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length > 0)
      throw new Rejection(
        ...missing.map((id) =>
          notFound(`There is no delivery ${id.slice(0, 60)} any more.`, ['ids']),
        ),
      );
    if (found.some(({ isActive, type }) => !isActive && type !== PING))
      throw new Rejection(
        invalidInput('An endpoint of these is switched off: switch it on first.', ['ids']),
      );
    await queueAgain(ctx, ids);
    const deliveries = (await loadDeliveries(ctx, ids)) as WebhookDelivery[];
    return { deliveries, queuedCount: ids.length };
  });
}

/** Makes deliveries due now, with 24 hours of attempts before them. */
export async function queueAgain(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const now = ctx.now();
  await query(ctx)
    .updateTable('WebhookDelivery')
    .set((eb) => ({
      state: WebhookDeliveryState.PENDING,
      earlierAttempts: eb.ref('attempts'),
      ...{ dueAt: now, giveUpAt: giveUpAfter(now) },
    }))
    .where('id', 'in', ids)
    .execute();
}
