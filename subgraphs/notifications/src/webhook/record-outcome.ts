import { settingsOf } from '@emporium/platform/config/settings';
import { inTransaction } from '@emporium/platform/in-transaction';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import { queueStaffMails } from '../mail/queue-mail.js';
import { query } from '../tables.js';
import type { ClaimedDelivery } from './claim-deliveries.js';
import { lockEndpoint } from './lock-endpoint.js';
import { PING } from './public-events.js';
import { nextAttempt } from './retry-plan.js';
import { WebhookDeliveryState } from './webhook-delivery.entity.js';

/** How an attempt ended; without an error it was delivered. */
export interface Outcome {
  status: number | null;
  error: string | null;
  retryAfter?: string | undefined;
  durationMs: number;
}

/** The endpoint says that it wants nothing any more. */
const GONE = 410;
/** Days of failure with fewer attempts than this say too little. */
const MIN_FAILURES = 10;
const DAY_MS = 24 * 3_600_000;

/**
 * Writes down how an attempt ended, unless the delivery was taken over or replayed meanwhile. An
 * endpoint that has failed for days, or is gone, is switched off, and staff are told.
 */
export function recordOutcome(
  ctx: Ctx,
  delivery: ClaimedDelivery,
  outcome: Outcome,
): Promise<void> {
  return inTransaction(ctx, async () => {
    if (!(await lockEndpoint(ctx, delivery.endpoint.id))) return;
    const now = ctx.now();
    const failed = outcome.error !== null;
    const { attempts, earlierAttempts, giveUpAt, type } = delivery;
    // A ping answers a person who looks: nobody waits for it a day.
    const retryAt =
      failed && type !== PING && outcome.status !== GONE
        ? nextAttempt({
            ...{ now, giveUpAt, retryAfter: outcome.retryAfter },
            attempt: attempts - earlierAttempts,
          })
        : null;
    const ended = failed ? WebhookDeliveryState.FAILED : WebhookDeliveryState.DELIVERED;
    const { numUpdatedRows } = await query(ctx)
      .updateTable('WebhookDelivery')
      .set({
        state: retryAt ? WebhookDeliveryState.PENDING : ended,
        ...(retryAt ? { dueAt: retryAt } : {}),
        ...(failed ? {} : { deliveredAt: now }),
        ...{ leaseUntil: null, responseStatus: outcome.status, error: outcome.error },
        durationMs: outcome.durationMs,
      })
      .where('id', '=', delivery.id)
      .where('attempts', '=', attempts)
      .where('giveUpAt', '=', giveUpAt)
      .where('state', '=', WebhookDeliveryState.PENDING)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return release(ctx, delivery);
    if (failed && type === PING) return;
    if (failed) await countFailure(ctx, delivery, outcome);
    else
      await query(ctx)
        .updateTable('WebhookEndpoint')
        .set({ failures: 0, firstFailedAt: null, lastDeliveredAt: now })
        .where('id', '=', delivery.endpoint.id)
        .execute();
  });
}

/** It was replayed while it was sent: it is sent again, and need not wait for the lease. */
async function release(ctx: Ctx, { id, attempts }: ClaimedDelivery): Promise<void> {
  await query(ctx)
    .updateTable('WebhookDelivery')
    .set({ leaseUntil: null })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .execute();
}

async function countFailure(
  ctx: Ctx,
  { endpoint: { id } }: ClaimedDelivery,
  { status, error }: Outcome,
): Promise<void> {
  const now = ctx.now();
  const { failures, firstFailedAt } = await query(ctx)
    .updateTable('WebhookEndpoint')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      firstFailedAt: eb.fn.coalesce('firstFailedAt', eb.val(now)),
    }))
    .where('id', '=', id)
    .returning(['failures', 'firstFailedAt'])
    .executeTakeFirstOrThrow();
  const { WEBHOOK_SWITCH_OFF_DAYS: days } = settingsOf(ctx.config, notificationsConfig);
  const isDead = now.getTime() - firstFailedAt!.getTime() >= days * DAY_MS;
  if (status !== GONE && !(isDead && failures >= MIN_FAILURES)) return;
  const { numUpdatedRows } = await query(ctx)
    .updateTable('WebhookEndpoint')
    .set((eb) => ({
      ...{ isActive: false, switchedOffAt: now, updatedAt: now },
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('isActive', '=', true)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return;
  await queueStaffMails(ctx, {
    cause: `${id} ${now.toISOString()}`,
    template: 'webhook-endpoint-off',
    endpointId: id,
  });
  ctx.log.error(
    { endpoint: id, failures, firstFailedAt, status, err: error },
    'webhook endpoint switched off: nothing could be delivered for days, or it is gone',
  );
}
