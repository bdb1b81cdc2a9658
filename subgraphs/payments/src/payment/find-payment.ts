import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** The payment as it is in the database now. Throws when there is none. */
export const findPayment = (ctx: Pick<Ctx, 'em'>, id: string) =>
  query(ctx).selectFrom('PaymentRow').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
