import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { DraftOrderRow } from './draft-order.entity.js';
import { draftStatus, type DraftOrderStatus } from './draft-status.js';

/** A draft, and where it stands. */
export interface Draft {
  draft: DraftOrderRow;
  status: DraftOrderStatus;
}

const byId = (ctx: Ctx, id: string) =>
  query(ctx)
    .selectFrom('DraftOrderRow as d')
    .leftJoin('OrderRow as o', 'o.id', 'd.orderId')
    .selectAll('d')
    .select(draftStatus.as('stands'))
    .where('d.id', '=', id);

/** A draft as it is now; null when there is none. */
export async function loadDraft(ctx: Ctx, id: string): Promise<Draft | null> {
  const row = await byId(ctx, id).executeTakeFirst();
  if (!row) return null;
  const { stands: status, ...draft } = row;
  return { draft, status };
}

/**
 * A draft, locked until the transaction ends: its changes follow each other. Throws a Rejection when
 * there is none.
 */
export async function lockDraft(ctx: Ctx, id: string): Promise<Draft> {
  await query(ctx)
    .selectFrom('DraftOrderRow')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const found = await loadDraft(ctx, id);
  if (!found) throw new Rejection(notFound('There is no such draft.', ['id']));
  return found;
}
