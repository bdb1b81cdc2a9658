import { assumedListSize } from '@emporium/graphql/list-size';
import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar, DecimalScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingArea } from '../rule/area.type.js';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import { asPeriod } from '../rule/rule-fields.js';
import type { RuleRow } from '../rule/rule-noun.js';

@Directive('@tag(name: "admin")')
@ObjectType('TaxRate', { description: 'Tax on a category of goods in a zone.' })
export class TaxRate {
  @Field(() => String, { description: 'Category of goods, e.g. `standard`, `reduced`, `zero`.' })
  category!: string;
  @Field(() => String, { description: 'As it stands on invoices, e.g. `VAT 19 %`.' })
  name!: string;
  @Field(() => DecimalScalar, { description: 'A part of 1: `0.19` is 19 %.' })
  rate!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'From when; null: always was.' })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null: for ever.' })
  endsAt?: Date | null;
}

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-taxz")')
@Directive('@tag(name: "admin")')
@ObjectType('TaxZone', {
  implements: Node,
  description: 'Taxes of an area by category of goods.',
})
export class TaxZone extends RuleNode {
  @Field(() => String, { description: 'Name for staff.' })
  name!: string;
  @Field(() => PricingArea, { description: 'Where it holds.' })
  area!: PricingArea;
  @Directive(assumedListSize(5))
  @Field(() => [TaxRate], {
    description: 'For one category and moment the rate that began last counts.',
  })
  rates!: TaxRate[];
  @Field(() => Boolean, {
    description: 'Business customers with a VAT number pay no tax here; it is theirs to declare.',
  })
  isReverseCharge!: boolean;
}

/** A tax zone as the API shows it. */
export function toTaxZone(row: RuleRow<'TAX_ZONE'>): TaxZone {
  const { name, area, rates, isReverseCharge } = row.data;
  return Object.assign(Object.create(TaxZone.prototype) as TaxZone, {
    ...ruleNode(row),
    name,
    area,
    isReverseCharge,
    rates: rates.map((rate) => ({
      category: rate.category,
      name: rate.name,
      rate: rate.rate,
      ...asPeriod(rate),
    })),
  });
}
