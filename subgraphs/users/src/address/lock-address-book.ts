import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { UsersCtx } from '../services.js';

/** The two defaults an address can be. */
export interface Defaults {
  isDefaultShipping: boolean;
  isDefaultBilling: boolean;
}

/** Makes changes of one address book come one after the other; call it first in the transaction. False when the account is gone. */
export async function lockAddressBook(ctx: UsersCtx, userId: string): Promise<boolean> {
  const rows = await sqlRows(ctx.em, `select id from users.app_user where id = ? and status = 'ACTIVE' for no key update`, [userId]);
  return rows.length === 1;
}

/** Takes the defaults from the other addresses of the book, so that each has one bearer at most. */
export async function takeDefaults(ctx: UsersCtx, userId: string, { isDefaultShipping, isDefaultBilling }: Defaults): Promise<void> {
  if (!isDefaultShipping && !isDefaultBilling) return;
  await sqlRun(
    ctx.em,
    `update users.user_address set is_default_shipping = is_default_shipping and not ?::boolean,
       is_default_billing = is_default_billing and not ?::boolean, version = version + 1
     where user_id = ? and ((is_default_shipping and ?::boolean) or (is_default_billing and ?::boolean))`,
    [isDefaultShipping, isDefaultBilling, userId, isDefaultShipping, isDefaultBilling],
  );
}
