import { asPayload } from '@emporium/graphql/as-payload';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { UserAddressCreateArgs, UserAddressUpdateArgs } from './address.inputs.js';
import { UserAddressPayload } from './address.payload.js';
import { createAddress } from './create-address.js';
import { deleteAddress, updateAddress } from './update-address.js';
import { UserAddress } from './user-address.entity.js';

@Resolver(() => UserAddress)
export class AddressResolver {
  @Directive('@authenticated')
  @Mutation(() => UserAddressPayload, {
    nullable: true,
    description: 'Adds an address to your address book.',
  })
  userAddressCreate(
    @Args(() => UserAddressCreateArgs) args: UserAddressCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<UserAddressPayload> {
    return asPayload(ctx, () => createAddress(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => UserAddressPayload, {
    nullable: true,
    description: 'Changes an address of your address book.',
  })
  userAddressUpdate(
    @Args(() => UserAddressUpdateArgs) args: UserAddressUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<UserAddressPayload> {
    return asPayload(ctx, () => updateAddress(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => UserAddressPayload, {
    nullable: true,
    description: 'Deletes an address of your address book.',
  })
  userAddressDelete(
    @Arg('id', () => ID, { description: 'The address.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<UserAddressPayload> {
    return asPayload(ctx, () => deleteAddress(ctx, id));
  }
}
