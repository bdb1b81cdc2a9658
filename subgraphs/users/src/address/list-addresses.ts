import { asEntity } from '@emporium/db/as-entity';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { keysetCursor } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  wrongCursor,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import { counted } from '@emporium/graphql/counted';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { query } from '../tables.js';
import { UserAddress } from './user-address.entity.js';

const ORDER = { name: 'addresses' };
const DEFAULT_SIZE = 20;

interface PageKey {
  userId: string;
  after: string | null;
  rows: number;
}

/**
 * A page of a user's address book in the order of entry. The caller checks who may see it. Throws
 * BAD_USER_INPUT.
 */
export async function listAddresses(
  ctx: Ctx,
  userId: string,
  args: ForwardPageArgs,
): Promise<ConnectionOf<UserAddress>> {
  const page = pageRequest(args, ORDER.name, DEFAULT_SIZE);
  const after = page.position?.id ?? null;
  if (after !== null && !isId('adr', after)) throw wrongCursor();
  const rows =
    (await batchByKey(ctx, loadPages).load({ userId, after, rows: page.size + 1 })) ?? [];
  const addresses = connection(rows, page, (address) =>
    keysetCursor(ORDER, { id: address.id, sortValue: null }),
  );
  return counted(addresses, () => ctx.em.count(UserAddress, { userId }));
}

/** Pages of several users' address books in one query, so that a list of users stays cheap. */
async function loadPages(ctx: Ctx, keys: readonly PageKey[]): Promise<UserAddress[][]> {
  const list = sql.join(
    keys.map(
      (key, page) =>
        sql`(${key.userId}::text, ${key.after}::text, ${key.rows}::integer, ${page}::integer)`,
    ),
  );
  const found = await query(ctx)
    .selectFrom(
      sql<PageKey & { page: number }>`(values ${list})`.as<'k'>(
        sql`k (user_id, after, rows, page)`,
      ),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('UserAddress as a')
          .selectAll('a')
          .whereRef('a.userId', '=', 'k.userId')
          .where((row) =>
            row.or([row('k.after', 'is', null), row('a.id', '>', row.ref('k.after'))]),
          )
          .orderBy('a.id')
          .limit(eb.ref('k.rows'))
          .as('address'),
      (join) => join.onTrue(),
    )
    .selectAll('address')
    .select('k.page')
    .orderBy('k.page')
    .orderBy('address.id')
    .execute();
  const pages = keys.map((): UserAddress[] => []);
  for (const { page, ...row } of found) pages[page]!.push(asEntity(UserAddress, row));
  return pages;
}
