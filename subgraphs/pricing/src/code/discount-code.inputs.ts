import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { PricingRulesArgs } from '../rule/rule-list.inputs.js';

const text = {
  code: '3 to 40 letters and digits; case, spaces and hyphens do not matter.',
  isActive: 'Whether it is switched on.',
  limit: 'Most redemptions; null: unlimited.',
  promotionId: 'The promotion it opens, one that is not automatic.',
};

@InputType('DiscountCodeCreateInput', { description: 'A new discount code.' })
export class DiscountCodeCreateInput {
  @Field(() => ID, { description: text.promotionId })
  promotionId!: string;
  @Field(() => String, { description: text.code })
  code!: string;
  @Field(() => Boolean, { defaultValue: true, description: text.isActive })
  isActive!: boolean;
  @Field(() => Int, { nullable: true, description: text.limit })
  limit?: number | null;
}

@InputType('DiscountCodeUpdateInput', {
  description: 'Changes of a code; what is left out stays. The code itself stays as it is.',
})
export class DiscountCodeUpdateInput {
  @Field(() => ID, { description: 'The code by its id.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the code that the change is based on.' })
  expectedVersion!: number;
  @Field(() => Boolean, { nullable: true, description: text.isActive })
  isActive?: boolean | null;
  @Field(() => Int, { nullable: true, description: text.limit })
  limit?: number | null;
}

@InputType('DiscountCodesGenerateInput', { description: 'Random codes for a promotion.' })
export class DiscountCodesGenerateInput {
  @Field(() => ID, { description: text.promotionId })
  promotionId!: string;
  @Field(() => Int, { description: 'How many, 1 to 1000.' })
  count!: number;
  @Field(() => String, { nullable: true, description: 'What each begins with; up to 20 letters.' })
  prefix?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Most redemptions of each; null: unlimited. 1 for codes that are given away.',
  })
  limit?: number | null;
}

@ArgsType()
export class DiscountCodesArgs extends PricingRulesArgs {
  @Field(() => ID, { nullable: true, description: 'Only codes of this promotion.' })
  promotionId?: string | null;
}

@ArgsType()
export class DiscountCodeCreateArgs {
  @Field(() => DiscountCodeCreateInput, { description: 'The code.' })
  input!: DiscountCodeCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same code.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class DiscountCodeUpdateArgs {
  @Field(() => DiscountCodeUpdateInput, { description: 'The changes.' })
  input!: DiscountCodeUpdateInput;
}

@ArgsType()
export class DiscountCodesGenerateArgs {
  @Field(() => DiscountCodesGenerateInput, { description: 'How many, and what they are like.' })
  input!: DiscountCodesGenerateInput;
  @Field(() => ID, { description: 'The same key and input again gives the same codes.' })
  idempotencyKey!: string;
}
