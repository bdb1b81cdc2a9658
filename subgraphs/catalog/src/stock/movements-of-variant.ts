import { asEntity } from '@emporium/db/as-entity';
import type { EntityTables } from '@emporium/db/entity-tables';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { expressionBuilder } from 'kysely';
import { query, type entities } from '../tables.js';
import { StockMovement } from './stock-movement.entity.js';

const m = expressionBuilder<{ m: EntityTables<typeof entities>['StockMovement'] }, 'm'>();

const ORDER: KeysetOrder = {
  name: 'ledger',
  value: m.ref('m.seq'),
  id: m.ref('m.id'),
  kind: 'number',
  descending: true,
};

/** A page of a variant's ledger, newest first. */
export async function movementsOfVariant(
  ctx: Ctx,
  variantId: string,
  args: ForwardPageArgs,
): Promise<ConnectionOf<StockMovement>> {
  const page = pageRequest(args, ORDER.name, 20);
  const ledger = query(ctx)
    .selectFrom('StockMovement as m')
    .selectAll('m')
    .where('m.variantId', '=', variantId);
  const rows = await keysetPage(ledger, ORDER, page).execute();
  return connection(
    rows.map((row) => asEntity(StockMovement, row)),
    page,
    ({ id, seq }) => keysetCursor(ORDER, { id, sortValue: seq }),
  );
}
