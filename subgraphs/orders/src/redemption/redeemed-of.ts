import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** Promotions that an order redeems, with the codes that opened them. */
export const redeemedOf = (ctx: Ctx, orderId: string) =>
  query(ctx)
    .selectFrom('Redemption')
    .select(['promotionId', 'codeId'])
    .where('orderId', '=', orderId)
    .where('givenBackAt', 'is', null)
    .execute();
