import { AddressInput } from '@emporium/graphql/address.type';
import { ArgsType, Field, ID, Int } from 'type-graphql';

const SHIPPING = 'Offer it first as shipping address, instead of another one.';
const BILLING = 'Offer it first as billing address, instead of another one.';

@ArgsType()
export class UserAddressCreateArgs {
  @Field(() => AddressInput, { description: 'The address.' })
  address!: AddressInput;
  @Field(() => Boolean, { nullable: true, description: SHIPPING })
  isDefaultShipping?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: BILLING })
  isDefaultBilling?: boolean | null;
  @Field(() => ID, {
    nullable: true,
    description: 'Repeating the call with the same key creates one address.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class UserAddressUpdateArgs {
  @Field(() => ID, { description: 'The address.' })
  id!: string;
  @Field(() => AddressInput, {
    nullable: true,
    description: 'The whole address from now on; left out = unchanged.',
  })
  address?: AddressInput | null;
  @Field(() => Boolean, { nullable: true, description: `${SHIPPING} Left out = unchanged.` })
  isDefaultShipping?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: `${BILLING} Left out = unchanged.` })
  isDefaultBilling?: boolean | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'Version that you read; the change is refused when the address has another one by now.',
  })
  expectedVersion?: number | null;
}
