import { newId } from '@emporium/db/new-id';
import { postalAddress } from '@emporium/graphql/input/postal-address';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import type { UserAddressCreateArgs } from './address.inputs.js';
import type { UserAddressAnswer } from './address.payload.js';
import { lockAddressBook, takeDefaults } from './lock-address-book.js';
import { MAX_ADDRESSES, UserAddress } from './user-address.entity.js';

/** Adds an address to the caller's book; the first one becomes both defaults. */
export async function createAddress(
  ctx: Ctx,
  input: UserAddressCreateArgs,
): Promise<UserAddressAnswer> {
  const userId = ownId(ctx);
  const { idempotencyKey, ...request } = input;
  const address = checked(postalAddress, input.address, ['address']);
  const created = await once(
    ctx,
    { operation: 'userAddressCreate', key: idempotencyKey, request },
    async () => {
      if (!(await lockAddressBook(ctx, userId)))
        throw new Rejection(notFound('There is no such account any more.'));
      const present = await ctx.em.count(UserAddress, { userId });
      if (present >= MAX_ADDRESSES)
        throw new Rejection(
          invalidInput(`An address book holds at most ${MAX_ADDRESSES} addresses.`),
        );
      const first = present === 0;
      const defaults = {
        isDefaultShipping: first || input.isDefaultShipping === true,
        isDefaultBilling: first || input.isDefaultBilling === true,
      };
      await takeDefaults(ctx, userId, defaults);
      const id = newId('adr');
      await query(ctx)
        .insertInto('UserAddress')
        .values({ id, userId, address, ...defaults })
        .execute();
      return { id };
    },
  );
  return { address: await ctx.em.findOne(UserAddress, { id: created.id, userId }) };
}
