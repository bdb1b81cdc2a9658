import { MoneyInput, MoneyType } from '@emporium/graphql/money.type';
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

const text = {
  productIds: 'Products.',
  variantIds: 'Variants.',
  categoryIds: 'Categories, with everything below them.',
  minimum: 'Least value of the selected goods before discounts.',
  minimumQuantity: 'Least units of the selected goods.',
  customerGroupIds: 'Groups of customers, one of which the buyer must belong to; empty: everybody.',
  isFirstOrderOnly: 'Only for the first order of an account.',
  selection: 'Only these goods count; null: all.',
};

@Directive('@tag(name: "admin")')
@ObjectType('PromotionSelection', { description: 'Goods; what is named in any way belongs to it.' })
export class PromotionSelection {
  @Field(() => [ID], { description: text.productIds })
  productIds!: string[];
  @Field(() => [ID], { description: text.variantIds })
  variantIds!: string[];
  @Field(() => [ID], { description: text.categoryIds })
  categoryIds!: string[];
}

@Directive('@tag(name: "admin")')
@ObjectType('PromotionConditions', { description: 'When a promotion applies.' })
export class PromotionConditions {
  @Field(() => MoneyType, { nullable: true, description: text.minimum })
  minimum?: MoneyType | null;
  @Field(() => Int, { nullable: true, description: text.minimumQuantity })
  minimumQuantity?: number | null;
  @Field(() => [ID], { description: text.customerGroupIds })
  customerGroupIds!: string[];
  @Field(() => Boolean, { description: text.isFirstOrderOnly })
  isFirstOrderOnly!: boolean;
  @Field(() => PromotionSelection, { nullable: true, description: text.selection })
  selection?: PromotionSelection | null;
}

@InputType('PromotionSelectionInput', {
  description: 'Goods; at most 500 ids of each kind, which are not looked up.',
})
export class PromotionSelectionInput {
  @Field(() => [ID], { nullable: true, description: text.productIds })
  productIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: text.variantIds })
  variantIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: text.categoryIds })
  categoryIds?: string[] | null;
}

@InputType('PromotionConditionsInput', { description: 'When a promotion applies.' })
export class PromotionConditionsInput {
  @Field(() => MoneyInput, { nullable: true, description: text.minimum })
  minimum?: MoneyInput | null;
  @Field(() => Int, { nullable: true, description: text.minimumQuantity })
  minimumQuantity?: number | null;
  @Field(() => [ID], { nullable: true, description: text.customerGroupIds })
  customerGroupIds?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: text.isFirstOrderOnly })
  isFirstOrderOnly?: boolean | null;
  @Field(() => PromotionSelectionInput, { nullable: true, description: text.selection })
  selection?: PromotionSelectionInput | null;
}
