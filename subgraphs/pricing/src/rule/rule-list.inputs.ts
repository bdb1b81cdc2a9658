import { PageArgs } from '@emporium/graphql/paging';
import { SortDirection } from '@emporium/graphql/sort-direction';
import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';

export enum PricingRuleSortField {
  NAME = 'NAME',
  CREATED_AT = 'CREATED_AT',
  UPDATED_AT = 'UPDATED_AT',
  RANK = 'RANK',
}
registerEnumType(PricingRuleSortField, {
  name: 'PricingRuleSortField',
  description: 'What rules are sorted by; the id breaks ties.',
  valuesConfig: {
    NAME: { description: 'Name or code, without regard to upper and lower case.' },
    CREATED_AT: { description: 'When they came into being.' },
    UPDATED_AT: { description: 'When they changed last.' },
    RANK: { description: 'Position of shipping methods, priority of promotions and price lists.' },
  },
});

@InputType('PricingRuleSort', { description: 'Order of a list of rules.' })
export class PricingRuleSort {
  @Field(() => PricingRuleSortField, { description: 'What to sort by.' })
  field!: PricingRuleSortField;
  @Field(() => SortDirection, { defaultValue: SortDirection.ASC, description: 'Direction.' })
  direction!: SortDirection;
}

@InputType('PricingRuleWhere', {
  description: 'Which rules; conditions that are given must all hold.',
})
export class PricingRuleWhere {
  @Field(() => [ID], { nullable: true, description: 'Ids, at most 100.' })
  ids?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Switched on or off.' })
  isActive?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: 'Text in the name or code, upper and lower case alike; no wildcards.',
  })
  nameContains?: string | null;
}

@ArgsType()
export class PricingRulesArgs extends PageArgs {
  @Field(() => PricingRuleWhere, { nullable: true, description: 'Which ones.' })
  where?: PricingRuleWhere | null;
  @Field(() => PricingRuleSort, {
    nullable: true,
    description: 'Order; the newest first when it is left out.',
  })
  sort?: PricingRuleSort | null;
}
