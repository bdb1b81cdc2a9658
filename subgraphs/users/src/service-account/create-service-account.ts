import { newClientSecret } from '@emporium/auth/api-key';
import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { once } from '@emporium/platform/once';
import { keyEnd } from '../api-key/key-end.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { assertHolds } from '../role/may-grant.js';
import { query } from '../tables.js';
import { requireFresh } from '../session/require-fresh.js';
import { ServiceAccount } from './service-account.entity.js';
import { newServiceAccount, type ServiceAccountCreateArgs } from './service-account.inputs.js';
import { serviceAccountNameTaken, type ServiceAccountAnswer } from './service-account.payload.js';

/**
 * Makes a service account. Its secret is part of this answer and of no other. Throws FORBIDDEN for a
 * permission that the caller does not hold.
 */
export async function createServiceAccount(
  ctx: Ctx,
  { input, idempotencyKey: key }: ServiceAccountCreateArgs,
): Promise<ServiceAccountAnswer> {
  const { secretExpiresAt, ...given } = checked(newServiceAccount, input, ['input']);
  await requireFresh(ctx);
  assertHolds(ctx, given.permissions);
  const expiresAt = keyEnd(ctx, secretExpiresAt, ['input', 'secretExpiresAt']);
  let secret: string | null = null;
  const call = { operation: 'serviceAccountCreate', key, request: { ...input } };
  const { id } = await once(ctx, call, async () => {
    const now = ctx.now();
    const inserted = await query(ctx)
      .insertInto('ServiceAccount')
      .values({
        ...{ id: newId('svc'), name: given.name, permissions: given.permissions },
        ...{ costPerMinute: given.costPerMinute ?? null, createdAt: now, updatedAt: now },
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) throw new Rejection(serviceAccountNameTaken());
    const made = newClientSecret();
    secret = made.secret;
    await query(ctx)
      .insertInto('MachineSecret')
      .values({
        ...{ id: newId('mse'), serviceAccountId: inserted.id },
        ...{ secretHash: made.hash, expiresAt },
      })
      .execute();
    await recordSecurityEvent(ctx, {
      type: 'SERVICE_ACCOUNT_CREATED',
      detail: { serviceAccountId: inserted.id, permissions: given.permissions },
    });
    return { id: inserted.id };
  });
  return { serviceAccount: await ctx.em.findOne(ServiceAccount, id), secret };
}
