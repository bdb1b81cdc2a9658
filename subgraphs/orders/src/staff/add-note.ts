import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { severalLines } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { lockOrder } from '../order/lock-order.js';
import { loadPlacedOrder } from '../order/load-order.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { query } from '../tables.js';
import type { OrderNoteAddArgs } from './staff.inputs.js';

/** Most notes of one order: they are shown without pages. */
const MAX_NOTES = 200;
const argsSchema = z.object({
  orderId: z.string(),
  text: severalLines('The note', 2_000)
    .transform((text) => text.trim())
    .refine((text) => text.length > 0, 'The note must not be empty.'),
  idempotencyKey,
});

/** Adds a note that staff see and buyers do not, once per key. */
export async function addNote(ctx: Ctx, args: OrderNoteAddArgs): Promise<OrderAnswer> {
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { orderId, text } = request;
  await once(ctx, { operation: 'orderNoteAdd', key, request }, async () => {
    const { order } = await lockOrder(ctx, orderId);
    const { notes } = await query(ctx)
      .selectFrom('OrderNote')
      .select((eb) => eb.fn.countAll<number>().as('notes'))
      .where('orderId', '=', orderId)
      .executeTakeFirstOrThrow();
    if (notes >= MAX_NOTES)
      throw new Rejection(invalidInput(`An order has at most ${MAX_NOTES} notes.`, ['orderId']));
    const id = newId('note');
    const actor = actorOf(ctx.principal, order.userId);
    await query(ctx).insertInto('OrderNote').values({ id, orderId, text, actor }).execute();
    return { id };
  });
  return { order: await loadPlacedOrder(ctx, orderId) };
}
