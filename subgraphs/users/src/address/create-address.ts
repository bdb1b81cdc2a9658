import { newId } from '@emporium/db/new-id';
import { postalAddress } from '@emporium/graphql/input/postal-address';
import { parseInput } from '@emporium/graphql/parse-input';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { createOnce } from '../input/create-once.js';
import type { UsersCtx } from '../services.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import type { UserAddressCreateArgs } from './address.inputs.js';
import type { UserAddressPayload } from './address.payload.js';
import { lockAddressBook, takeDefaults } from './lock-address-book.js';
import { MAX_ADDRESSES, UserAddress } from './user-address.entity.js';

/** Adds an address to the caller's book; the first one becomes both defaults. */
export async function createAddress(ctx: UsersCtx, input: UserAddressCreateArgs): Promise<UserAddressPayload> {
  const userId = ownId(ctx);
  const { idempotencyKey, ...request } = input;
  const parsed = parseInput(postalAddress, input.address, ['address']);
  if (parsed.errors) return { userErrors: parsed.errors };
  const created = await createOnce(ctx, { operation: 'userAddressCreate', key: idempotencyKey ?? null, request }, async () => {
    if (!(await lockAddressBook(ctx, userId))) return { userErrors: [notFound('There is no such account any more.')] };
    const present = await ctx.em.count(UserAddress, { userId });
    if (present >= MAX_ADDRESSES) return { userErrors: [invalidInput(`An address book holds at most ${MAX_ADDRESSES} addresses.`)] };
    const first = present === 0;
    const defaults = {
      isDefaultShipping: first || input.isDefaultShipping === true,
      isDefaultBilling: first || input.isDefaultBilling === true,
    };
    await takeDefaults(ctx, userId, defaults);
    const id = newId('adr');
    await query(ctx)
      .insertInto('UserAddress')
      .values({ id, userId, address: parsed.value, ...defaults })
      .execute();
    return { id };
  });
  if (created.userErrors) return { userErrors: created.userErrors };
  return { address: await ctx.em.findOne(UserAddress, { id: created.id, userId }), userErrors: [] };
}
