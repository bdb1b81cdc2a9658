import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { expressionBuilder, sql } from 'kysely';
import type { EntityTables } from '@emporium/db/entity-tables';
import { query, type entities } from '../tables.js';
import { toPriceListPrice, type PriceList, type PriceListPriceType } from './price-list.type.js';

const DEFAULT_PAGE = 20;
const price = expressionBuilder<{ p: EntityTables<typeof entities>['PriceListPrice'] }, 'p'>();

const ORDER: KeysetOrder = {
  name: 'prices',
  value: price.ref('p.fromQuantity'),
  id: price.ref('p.variantId'),
  kind: 'number',
  descending: false,
};

/** Prices of a list by quantity and variant. Throws BAD_USER_INPUT for impossible arguments. */
export async function listPrices(
  ctx: Ctx,
  list: PriceList,
  args: ForwardPageArgs,
): Promise<ConnectionOf<PriceListPriceType>> {
  const page = pageRequest(args, ORDER.name, DEFAULT_PAGE);
  const rows = await keysetPage(
    query(ctx)
      .selectFrom('PriceListPrice as p')
      .where('p.listId', '=', list.id)
      .select(['p.variantId', 'p.fromQuantity', 'p.minor', sql<string>`p.variant_id`.as('id')]),
    ORDER,
    page,
  ).execute();
  const cursors = new Map<PriceListPriceType, string>();
  const shown = rows.map((row) => {
    const one = toPriceListPrice(row, list.currency);
    cursors.set(one, keysetCursor(ORDER, row));
    return one;
  });
  return connection(shown, page, (one) => cursors.get(one)!);
}
