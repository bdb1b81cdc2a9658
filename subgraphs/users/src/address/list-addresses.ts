import { sqlRows } from '@emporium/db/sql';
import { badUserInput } from '@emporium/graphql/app-errors';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { connection, encodeCursor, pageRequest, type ConnectionOf, type ForwardPageArgs } from '@emporium/graphql/paging';
import { counted } from '@emporium/graphql/counted';
import { isId } from '../input/is-id.js';
import type { UsersCtx } from '../services.js';
import { UserAddress } from './user-address.entity.js';

const ORDER = 'addresses';
const DEFAULT_SIZE = 20;

interface PageKey {
  userId: string;
  after: string | null;
  rows: number;
}

/** A page of a user's address book in the order of entry. The caller checks who may see it. Throws BAD_USER_INPUT. */
export async function listAddresses(ctx: UsersCtx, userId: string, args: ForwardPageArgs): Promise<ConnectionOf<UserAddress>> {
  const page = pageRequest(args, ORDER, DEFAULT_SIZE);
  const after = page.position?.id ?? null;
  if (after !== null && !isId('adr', after)) throw badUserInput('The cursor is not one of this list.');
  const rows = (await batchByKey(ctx, loadPages).load({ userId, after, rows: page.size + 1 })) ?? [];
  const addresses = connection(rows, page, (address) => encodeCursor(ORDER, null, address.id));
  return counted(addresses, () => ctx.em.count(UserAddress, { userId }));
}

/** Pages of several users' address books in one query, so that a list of users stays cheap. */
async function loadPages(ctx: UsersCtx, keys: readonly PageKey[]): Promise<UserAddress[][]> {
  const rows = await sqlRows<UserAddress & { page: number }>(
    ctx.em,
    `select k.ord::integer as page, a.id, a.user_id as "userId", a.address, a.is_default_shipping as "isDefaultShipping",
            a.is_default_billing as "isDefaultBilling", a.version
     from rows from (jsonb_to_recordset(?::jsonb) as ("userId" text, after text, rows integer)) with ordinality as k(user_id, after, rows, ord)
     cross join lateral (
       select * from users.user_address where user_id = k.user_id and (k.after is null or id > k.after) order by id limit k.rows) a
     order by k.ord, a.id`,
    [JSON.stringify(keys)],
  );
  return keys.map((_, index) =>
    rows.filter((row) => row.page === index + 1).map(({ page: _page, ...row }) => Object.assign(new UserAddress(), row)),
  );
}
