import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { ownId } from '../user/user-visibility.js';
import type { UserAddressUpdateArgs } from './address.inputs.js';
import { postalAddress } from '@emporium/graphql/input/postal-address';
import type { UserAddressAnswer } from './address.payload.js';
import { lockAddressBook, takeDefaults } from './lock-address-book.js';
import { UserAddress } from './user-address.entity.js';

// Somebody else's address answers like a missing one.
const missing = () => new Rejection(notFound('There is no such address.', ['id']));

/** Changes an address of the caller's book. */
export async function updateAddress(
  ctx: Ctx,
  input: UserAddressUpdateArgs,
): Promise<UserAddressAnswer> {
  const userId = ownId(ctx);
  const changed = input.address ? checked(postalAddress, input.address, ['address']) : undefined;
  return change(ctx, input.id, async (address) => {
    if (input.expectedVersion != null && input.expectedVersion !== address.version)
      throw new Rejection(versionConflict(address.version));
    const defaults = {
      isDefaultShipping: input.isDefaultShipping ?? address.isDefaultShipping,
      isDefaultBilling: input.isDefaultBilling ?? address.isDefaultBilling,
    };
    await takeDefaults(ctx, userId, {
      isDefaultShipping: defaults.isDefaultShipping && !address.isDefaultShipping,
      isDefaultBilling: defaults.isDefaultBilling && !address.isDefaultBilling,
    });
    const changes = { ...defaults, ...(changed ? { address: changed } : {}), updatedAt: ctx.now() };
    await ctx.em.nativeUpdate(UserAddress, address.id, {
      ...changes,
      version: address.version + 1,
    });
    return { address: await ctx.em.findOne(UserAddress, address.id, { refresh: true }) };
  });
}

/** Deletes an address of the caller's book. Orders keep their own copy. */
export async function deleteAddress(ctx: Ctx, id: string): Promise<UserAddressAnswer> {
  return change(ctx, id, async (address) => {
    await ctx.em.nativeDelete(UserAddress, address.id);
    return { deletedId: address.id };
  });
}

async function change(
  ctx: Ctx,
  id: string,
  work: (address: UserAddress) => Promise<UserAddressAnswer>,
): Promise<UserAddressAnswer> {
  const userId = ownId(ctx);
  if (!isId('adr', id)) throw missing();
  return inTransaction(ctx, async () => {
    if (!(await lockAddressBook(ctx, userId))) throw missing();
    const address = await ctx.em.findOne(UserAddress, { id, userId }, { refresh: true });
    if (!address) throw missing();
    return work(address);
  });
}
