import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { singleLine } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import { loadPlacedOrder } from '../order/load-order.js';
import { lockOrder } from '../order/lock-order.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { query } from '../tables.js';
import type { OrderTagsUpdateArgs } from './staff.inputs.js';

const MAX_TAGS = 50;
// As it is stored and looked for.
const tag = singleLine('A tag', 50).transform((text) => text.toLowerCase());
const tags = z.array(tag).max(MAX_TAGS, `At most ${MAX_TAGS} tags.`).nullish();
const argsSchema = z.object({ orderId: z.string(), add: tags, remove: tags, idempotencyKey });

/** Adds and removes tags, once per key; what is there already, or is not there, stays so. */
export async function updateTags(ctx: Ctx, args: OrderTagsUpdateArgs): Promise<OrderAnswer> {
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { orderId, add, remove } = request;
  await once(ctx, { operation: 'orderTagsUpdate', key, request }, async () => {
    const { order } = await lockOrder(ctx, orderId);
    const kept = order.tags.filter((text) => !remove?.includes(text));
    const after = [...new Set([...kept, ...(add ?? [])])].toSorted();
    if (after.length > MAX_TAGS)
      throw new Rejection(invalidInput(`An order has at most ${MAX_TAGS} tags.`, ['add']));
    await query(ctx)
      .updateTable('OrderRow')
      .set({ tags: after })
      .where('id', '=', orderId)
      .execute();
    return { tags: after.length };
  });
  return { order: await loadPlacedOrder(ctx, orderId) };
}
