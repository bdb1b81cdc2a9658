import { checked } from '@emporium/graphql/checked';
import { postalAddress } from '@emporium/graphql/input/postal-address';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { OrderUpdated } from '@emporium/orders-events';
import { actorOf } from '../history/actor.js';
import { remark } from '../history/append-history.js';
import { AWAITS_SHIPPING } from '../order/erase-address.js';
import { loadPlacedOrder } from '../order/load-order.js';
import { lockOrder } from '../order/lock-order.js';
import { raiseVersion } from '../order/raise-version.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { query } from '../tables.js';
import type { OrderAddressUpdateArgs } from './staff.inputs.js';

/**
 * Corrects where an order goes that is not sent yet, if it still has the version that was read.
 * Throws a Rejection for another country or region, because tax and shipping were worked out for
 * that one, and for an order of an erased buyer.
 */
export async function updateAddress(ctx: Ctx, args: OrderAddressUpdateArgs): Promise<OrderAnswer> {
  const { id, expectedVersion } = args;
  const shippingAddress = checked(postalAddress, args.shippingAddress, ['shippingAddress']);
  await inTransaction(ctx, async () => {
    const { order } = await lockOrder(ctx, id, ['id']);
    if (order.version !== expectedVersion) throw new Rejection(versionConflict(order.version));
    if (!AWAITS_SHIPPING.has(order.status))
      throw new Rejection(
        invalidInput(`An order that is ${order.status} does not go anywhere else.`, ['id']),
      );
    if (order.erasureRequestedAt)
      throw new Rejection(invalidInput('The buyer of this order was erased.', ['id']));
    const before = order.shippingAddress;
    for (const part of ['country', 'region'] as const)
      if (before && (before[part] ?? null) !== (shippingAddress[part] ?? null))
        throw new Rejection(
          invalidInput(
            `The ${part} stays ${before[part] ?? 'empty'}: tax and shipping were worked out for it. Cancel the order and have it placed again.`,
            ['shippingAddress', part],
          ),
        );
    await query(ctx)
      .updateTable('OrderRow')
      .set({ shippingAddress })
      .where('id', '=', id)
      .execute();
    const actor = actorOf(ctx.principal, order.userId);
    await remark(ctx, id, 'ADDRESS_CORRECTED', actor, null);
    const version = await raiseVersion(ctx, id);
    const { number, userId } = order;
    const data = { orderId: id, number, userId, version, change: 'SHIPPING_ADDRESS' as const };
    ctx.emit(OrderUpdated, { key: id, version, data });
  });
  return { order: await loadPlacedOrder(ctx, id) };
}
