import { Node } from '@emporium/graphql/node.type';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import type { RuleRow } from '../rule/rule-noun.js';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-code")')
@Directive('@tag(name: "admin")')
@ObjectType('DiscountCode', { implements: Node, description: 'A word that opens a promotion.' })
export class DiscountCode extends RuleNode {
  @Field(() => String, { description: 'The code: capitals and digits; buyers may type it freely.' })
  code!: string;
  @Field(() => ID, { description: 'The promotion it opens.' })
  promotionId!: string;
  @Field(() => Boolean, { description: 'Whether it is switched on.' })
  isActive!: boolean;
  @Field(() => Int, { nullable: true, description: 'Most redemptions; null: unlimited.' })
  limit?: number | null;
  @Field(() => Int, {
    description: 'Redemptions heard of so far; orders that were cancelled do not count.',
  })
  timesRedeemed!: number;
  @Field(() => Boolean, { description: 'The limit is reached as far as was heard.' })
  isExhausted!: boolean;
}

/** A code as the API shows it. */
export function toDiscountCode(row: RuleRow<'DISCOUNT_CODE'>): DiscountCode {
  const { kind: _kind, id: _id, ...code } = row.data;
  return Object.assign(Object.create(DiscountCode.prototype) as DiscountCode, {
    ...ruleNode(row),
    ...code,
    timesRedeemed: row.timesRedeemed,
  });
}
