import { PostalAddress } from '@emporium/graphql/address.type';
import { Node } from '@emporium/graphql/node.type';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** Most addresses in one address book. */
export const MAX_ADDRESSES = 100;

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-adr")')
@ObjectType('UserAddress', {
  implements: Node,
  description: "An address in a user's address book.",
})
@Entity({ tableName: 'user_address' })
export class UserAddress extends Node {
  [OptionalProps]?:
    'isDefaultShipping' | 'isDefaultBilling' | 'version' | 'createdAt' | 'updatedAt';

  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Property({ type: 'text' })
  userId!: string;

  @Field(() => PostalAddress, { description: 'The address itself.' })
  @Property({ type: 'json' })
  address!: PostalAddress;

  @Field(() => Boolean, { description: 'Offered first as shipping address.' })
  @Property({ type: 'boolean' })
  isDefaultShipping: boolean = false;

  @Field(() => Boolean, { description: 'Offered first as billing address.' })
  @Property({ type: 'boolean' })
  isDefaultBilling: boolean = false;

  @Field(() => Int, { description: 'Version for `expectedVersion`.' })
  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
