import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import type { RuleRow } from '../rule/rule-noun.js';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-group")')
@Directive('@tag(name: "admin")')
@ObjectType('CustomerGroup', {
  implements: Node,
  description: 'Customers for whom promotions and price lists of their own may hold.',
})
export class CustomerGroup extends RuleNode {
  @Field(() => String, { description: 'Name for staff.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'More about it for staff.' })
  description?: string | null;
}

@Directive('@tag(name: "admin")')
@ObjectType('CustomerGroupMember', { description: 'A customer in a group.' })
export class CustomerGroupMember {
  @Field(() => ID, { description: 'Id of the membership.' })
  id!: string;
  @Field(() => ID, { description: 'Id of the user.' })
  userId!: string;
  @Field(() => DateTimeScalar, { description: 'When the membership changed last.' })
  updatedAt!: Date;
}

/** A group as the API shows it. */
export function toCustomerGroup(row: RuleRow<'CUSTOMER_GROUP'>): CustomerGroup {
  const { name, description } = row.data;
  return Object.assign(Object.create(CustomerGroup.prototype) as CustomerGroup, {
    ...ruleNode(row),
    name,
    description,
  });
}

/** A membership as the API shows it. */
export const toMember = ({ id, data, updatedAt }: RuleRow<'GROUP_MEMBER'>): CustomerGroupMember =>
  Object.assign(Object.create(CustomerGroupMember.prototype) as CustomerGroupMember, {
    id,
    userId: data.userId,
    updatedAt,
  });
