import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** A change of an order; undefined when there is none. */
export const loadEdit = (ctx: Ctx, id: string) =>
  query(ctx).selectFrom('OrderEditRow').selectAll().where('id', '=', id).executeTakeFirst();
