import { newApiKey } from '@emporium/auth/api-key';
import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { assertHolds } from '../role/may-grant.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import { UserStatus } from '../user/user.entity.js';
import { ApiKey } from './api-key.entity.js';
import { newKey, type ApiKeyCreateArgs } from './api-key.inputs.js';
import type { ApiKeyAnswer } from './api-key.payload.js';
import { keyEnd } from './key-end.js';

/** Living keys of one user. */
export const MAX_KEYS = 50;

/**
 * Makes a key of the caller. Its secret is part of this answer and of no other. Throws FORBIDDEN for
 * a scope that the caller does not hold, and for whoever has not logged in as a person.
 */
export async function createApiKey(
  ctx: Ctx,
  { input, idempotencyKey: key }: ApiKeyCreateArgs,
): Promise<ApiKeyAnswer> {
  const userId = ownId(ctx);
  const { expiresAt: wanted, ...given } = checked(newKey, input, ['input']);
  await requireFresh(ctx);
  assertHolds(ctx, given.scopes);
  const expiresAt = keyEnd(ctx, wanted, ['input', 'expiresAt']);
  let secret: string | null = null;
  const call = { operation: 'apiKeyCreate', key, request: { ...input } };
  const { id } = await once(ctx, call, async () => {
    await lockOwner(ctx, userId);
    const { count } = await query(ctx)
      .selectFrom('ApiKey')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('userId', '=', userId)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', ctx.now())
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_KEYS)
      throw new Rejection(
        invalidInput(`You have ${MAX_KEYS} API keys already: revoke one that is not needed.`),
      );
    const made = newApiKey();
    secret = made.secret;
    const now = ctx.now();
    const values = {
      ...{ id: newId('key'), userId, name: given.name, prefix: made.prefix, scopes: given.scopes },
      ...{ costPerMinute: given.costPerMinute ?? null, expiresAt, createdAt: now, updatedAt: now },
    };
    await query(ctx).insertInto('ApiKey').values(values).execute();
    await query(ctx)
      .insertInto('MachineSecret')
      .values({ id: newId('mse'), apiKeyId: values.id, secretHash: made.hash, expiresAt })
      .execute();
    await recordSecurityEvent(ctx, {
      type: 'API_KEY_CREATED',
      userId,
      detail: { apiKeyId: values.id, scopes: given.scopes },
    });
    return { id: values.id };
  });
  return { apiKey: await ctx.em.findOne(ApiKey, { id, userId }), secret };
}

/**
 * Keys of one owner are made one after the other, and none at the moment in which the owner is
 * blocked or erased.
 */
async function lockOwner(ctx: Ctx, userId: string): Promise<void> {
  const owner = await query(ctx)
    .selectFrom('User')
    .select('status')
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (owner?.status !== UserStatus.ACTIVE)
    throw new Rejection(notFound('There is no such account any more.'));
}
