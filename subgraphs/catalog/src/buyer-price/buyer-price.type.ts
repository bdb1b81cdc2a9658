import { assumedListSize } from '@emporium/graphql/list-size';
import { MoneyType } from '@emporium/graphql/money.type';
import { Directive, Field, Int, ObjectType } from 'type-graphql';

@ObjectType('PriceTier', { description: 'Price of one unit from a quantity on.' })
export class PriceTier {
  @Field(() => Int, { description: 'From this many units in one cart.' })
  fromQuantity!: number;
  @Field(() => MoneyType, { description: 'Price of each unit.' })
  unitPrice!: MoneyType;
}

@ObjectType('BuyerPrice', {
  description: 'What the caller pays for a variant: by the price lists that are meant for him.',
})
export class BuyerPrice {
  @Directive(assumedListSize(3))
  @Field(() => [PriceTier], {
    description: 'Prices by quantity, ascending, at most 50; the first is usually from 1 unit.',
  })
  tiers!: PriceTier[];
  @Field(() => MoneyType, {
    nullable: true,
    description:
      'Price to strike through: that of everybody, where the caller pays less; else null.',
  })
  compareAtPrice?: MoneyType | null;
}
