import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { outdateMachine, tryPublishRevocations } from '../revocation/revocations.js';
import { assertHolds } from '../role/may-grant.js';
import { requireFresh } from '../session/require-fresh.js';
import { lockServiceAccount } from './lock-service-account.js';
import { ServiceAccount } from './service-account.entity.js';
import { serviceAccountChanges, type ServiceAccountUpdateArgs } from './service-account.inputs.js';
import { serviceAccountNameTaken, type ServiceAccountAnswer } from './service-account.payload.js';

/**
 * Changes a service account; its access tokens are void at once, and its next one says what is true.
 * Throws FORBIDDEN when it holds or would hold a permission that the caller does not.
 */
export async function updateServiceAccount(
  ctx: Ctx,
  input: ServiceAccountUpdateArgs,
): Promise<ServiceAccountAnswer> {
  const changes = checked(serviceAccountChanges, input.input, ['input']);
  await requireFresh(ctx);
  const change = inTransaction(ctx, async () => {
    const account = await lockServiceAccount(ctx, input.id, input.expectedVersion);
    const permissions = changes.permissions ?? account.permissions;
    assertHolds(ctx, permissions);
    await ctx.em.nativeUpdate(ServiceAccount, account.id, {
      name: changes.name ?? account.name,
      permissions,
      ...(changes.costPerMinute === undefined ? {} : { costPerMinute: changes.costPerMinute }),
      version: account.version + 1,
      updatedAt: ctx.now(),
    });
    await outdateMachine(ctx, account.id);
    await recordSecurityEvent(ctx, {
      type: 'SERVICE_ACCOUNT_UPDATED',
      detail: { serviceAccountId: account.id, permissions },
    });
    return ctx.em.findOne(ServiceAccount, account.id, { refresh: true });
  });
  const serviceAccount = await change.catch((error: unknown) => {
    throw error instanceof UniqueConstraintViolationException
      ? new Rejection(serviceAccountNameTaken())
      : error;
  });
  await tryPublishRevocations(ctx);
  return { serviceAccount };
}
