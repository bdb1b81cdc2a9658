import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { VisibleOrder } from './order.entity.js';

const byId = (ctx: Ctx, id: string) =>
  query(ctx).selectFrom('OrderRow').selectAll().where('id', '=', id);

/** The stored order, whatever its status; undefined when there is none. */
export const findOrder = (ctx: Ctx, id: string) => byId(ctx, id).executeTakeFirst();

/** The stored order, whatever its status. Throws when there is none. */
export const loadOrder = (ctx: Ctx, id: string) => byId(ctx, id).executeTakeFirstOrThrow();

/** An order of which the caller knows that it was placed. Throws when there is none. */
export const loadPlacedOrder = async (ctx: Ctx, id: string) =>
  (await loadOrder(ctx, id)) as VisibleOrder;
