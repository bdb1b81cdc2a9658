import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';

/** The two defaults an address can be. */
export interface Defaults {
  isDefaultShipping: boolean;
  isDefaultBilling: boolean;
}

/**
 * Makes changes of one address book come one after the other; call it first in the transaction.
 * False when the account is gone.
 */
export async function lockAddressBook(ctx: Ctx, userId: string): Promise<boolean> {
  const rows = await query(ctx)
    .selectFrom('User')
    .select('id')
    .where('id', '=', userId)
    .where('status', '=', UserStatus.ACTIVE)
    .forNoKeyUpdate()
    .execute();
  return rows.length === 1;
}

/** Takes the defaults from the other addresses of the book, so that each has one bearer at most. */
export async function takeDefaults(
  ctx: Ctx,
  userId: string,
  { isDefaultShipping, isDefaultBilling }: Defaults,
): Promise<void> {
  if (!isDefaultShipping && !isDefaultBilling) return;
  await query(ctx)
    .updateTable('UserAddress')
    .set((eb) => ({
      ...(isDefaultShipping ? { isDefaultShipping: false } : {}),
      ...(isDefaultBilling ? { isDefaultBilling: false } : {}),
      version: eb('version', '+', 1),
    }))
    .where('userId', '=', userId)
    .where((eb) => {
      const shipping = eb('isDefaultShipping', '=', true);
      const billing = eb('isDefaultBilling', '=', true);
      return eb.or([
        ...(isDefaultShipping ? [shipping] : []),
        ...(isDefaultBilling ? [billing] : []),
      ]);
    })
    .execute();
}
