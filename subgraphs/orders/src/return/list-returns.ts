import { counted } from '@emporium/graphql/counted';
import { keysetCursor } from '@emporium/graphql/keyset';
import { connection, type ConnectionOf, pageRequest } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { withLines } from './find-returns.js';
import type { Return } from './return.entity.js';
import type { ReturnsArgs } from './return.inputs.js';

const ORDER = { name: 'returns' };

/** Returns of all orders, the newest first (ids are time-ordered). Throws BAD_USER_INPUT. */
export async function listReturns(ctx: Ctx, args: ReturnsArgs): Promise<ConnectionOf<Return>> {
  const page = pageRequest(args, ORDER.name);
  const { status, orderId, customerId } = args.where ?? {};
  const matching = query(ctx)
    .selectFrom('Return as r')
    .$if(status != null, (found) =>
      // An empty list names no status.
      found.where('r.status', 'in', status!.length > 0 ? status! : [null as never]),
    )
    .$if(orderId != null, (found) => found.where('r.orderId', '=', orderId!))
    .$if(customerId != null, (found) =>
      found.where('r.orderId', 'in', (eb) =>
        eb.selectFrom('OrderRow as o').select('o.id').where('o.userId', '=', customerId!),
      ),
    );
  const rows = await matching
    .selectAll('r')
    .$if(page.position !== undefined, (found) => found.where('r.id', '<', page.position!.id))
    .orderBy('r.id', 'desc')
    .limit(page.size + 1)
    .execute();
  const returns = connection(await withLines(ctx, rows), page, ({ id }) =>
    keysetCursor(ORDER, { id, sortValue: null }),
  );
  return counted(returns, async () => {
    const { total } = await matching
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return total;
  });
}
