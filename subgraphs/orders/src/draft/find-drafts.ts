import { counted } from '@emporium/graphql/counted';
import { keysetCursor } from '@emporium/graphql/keyset';
import { connection, type ConnectionOf, pageRequest } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { draftStatus } from './draft-status.js';
import { draftOrderType, type DraftOrderType } from './draft.type.js';
import type { DraftOrdersArgs } from './draft.inputs.js';

const ORDER = { name: 'drafts' };

/** Drafts, the newest first (ids are time-ordered). Throws BAD_USER_INPUT. */
export async function findDrafts(
  ctx: Ctx,
  args: DraftOrdersArgs,
): Promise<ConnectionOf<DraftOrderType>> {
  const page = pageRequest(args, ORDER.name);
  const { status, customerId, guestEmail } = args.where ?? {};
  const matching = query(ctx)
    .selectFrom('DraftOrderRow as d')
    .leftJoin('OrderRow as o', 'o.id', 'd.orderId')
    .$if(status != null, (found) =>
      found.where(sql<boolean>`(${draftStatus}) = any(${status ?? []}::text[])`),
    )
    .$if(customerId != null, (found) => found.where('d.userId', '=', customerId!))
    .$if(guestEmail != null, (found) =>
      found.where(sql<boolean>`lower(d.guest_email) = lower(${guestEmail ?? ''})`),
    );
  const rows = await matching
    .selectAll('d')
    .select(draftStatus.as('stands'))
    .$if(page.position !== undefined, (found) => found.where('d.id', '<', page.position!.id))
    .orderBy('d.id', 'desc')
    .limit(page.size + 1)
    .execute();
  const nodes = rows.map(({ stands, ...draft }) => draftOrderType({ draft, status: stands }));
  const drafts = connection(nodes, page, ({ id }) => keysetCursor(ORDER, { id, sortValue: null }));
  return counted(drafts, async () => {
    const { total } = await matching
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return total;
  });
}
