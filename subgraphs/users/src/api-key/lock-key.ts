import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { ApiKey } from './api-key.entity.js';

/** Says that there is no such key, or that it is not the caller's. */
export const noKey = () => new Rejection(notFound('There is no such API key.', ['id']));

/** A key, locked; call it in a transaction. Throws NOT_FOUND. */
export async function lockKey(ctx: Ctx, id: string): Promise<ApiKey> {
  const key = isId('key', id)
    ? await ctx.em.findOne(ApiKey, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true })
    : null;
  if (!key) throw noKey();
  return key;
}
