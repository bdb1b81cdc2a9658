import { sqlRows } from '@emporium/db/sql';
import { connection, encodeCursor, pageRequest, type ConnectionOf, type ForwardPageArgs } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { keyset, type KeysetOrder } from '../row/keyset.js';
import { toEntity } from '@emporium/db/to-entity';
import { StockMovement } from './stock-movement.entity.js';

const ORDER: KeysetOrder = { name: 'ledger', value: 'm.seq', id: 'm.id', kind: 'number', descending: true };

/** A page of a variant's ledger, newest first. */
export async function movementsOfVariant(ctx: Ctx, variantId: string, args: ForwardPageArgs): Promise<ConnectionOf<StockMovement>> {
  const page = pageRequest(args, ORDER.name, 20);
  const { condition, params, orderBy } = keyset(ORDER, page);
  const rows = await sqlRows(
    ctx.em,
    `select m.* from catalog.stock_movement m where m.variant_id = ? and ${condition} order by ${orderBy} limit ?`,
    [variantId, ...params, page.size + 1],
  );
  return connection(
    rows.map((row) => toEntity(StockMovement, row)),
    page,
    (movement) => encodeCursor(ORDER.name, Number(movement.seq), movement.id),
  );
}
