import { DateTimeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { PromotionConditionsInput } from './promotion-conditions.type.js';
import { PromotionEffectInput } from './promotion-effect.type.js';

const text = {
  name: 'Name as buyers read it, 1 to 100 characters.',
  isActive: 'Whether it is switched on.',
  isAutomatic: 'Applies without a code.',
  startsAt: 'From when; null: always was.',
  endsAt: 'Until when; null: for ever.',
  priority: 'Higher ones are tried first.',
  isExclusive: 'Applied alone, without any other promotion.',
  conditions: 'When it applies.',
  effect: 'What it does.',
  limit: 'Most redemptions in all; null: unlimited.',
  limitPerCustomer: 'Most redemptions of one customer; null: unlimited.',
};

@InputType('PromotionCreateInput', { description: 'A new promotion.' })
export class PromotionCreateInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => Boolean, { defaultValue: true, description: text.isActive })
  isActive!: boolean;
  @Field(() => Boolean, { defaultValue: false, description: text.isAutomatic })
  isAutomatic!: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: text.startsAt })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: text.endsAt })
  endsAt?: Date | null;
  @Field(() => Int, { defaultValue: 0, description: text.priority })
  priority!: number;
  @Field(() => Boolean, { defaultValue: false, description: text.isExclusive })
  isExclusive!: boolean;
  @Field(() => PromotionConditionsInput, { nullable: true, description: text.conditions })
  conditions?: PromotionConditionsInput | null;
  @Field(() => PromotionEffectInput, { description: text.effect })
  effect!: PromotionEffectInput;
  @Field(() => Int, { nullable: true, description: text.limit })
  limit?: number | null;
  @Field(() => Int, { nullable: true, description: text.limitPerCustomer })
  limitPerCustomer?: number | null;
}

@InputType('PromotionUpdateInput', {
  description: 'Changes of a promotion; what is left out stays.',
})
export class PromotionUpdateInput {
  @Field(() => ID, { description: 'The promotion.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the promotion that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => Boolean, { nullable: true, description: text.isActive })
  isActive?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: text.isAutomatic })
  isAutomatic?: boolean | null;
  @Field(() => DateTimeScalar, { nullable: true, description: text.startsAt })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: text.endsAt })
  endsAt?: Date | null;
  @Field(() => Int, { nullable: true, description: text.priority })
  priority?: number | null;
  @Field(() => Boolean, { nullable: true, description: text.isExclusive })
  isExclusive?: boolean | null;
  @Field(() => PromotionConditionsInput, {
    nullable: true,
    description: `${text.conditions} All of them anew.`,
  })
  conditions?: PromotionConditionsInput | null;
  @Field(() => PromotionEffectInput, { nullable: true, description: text.effect })
  effect?: PromotionEffectInput | null;
  @Field(() => Int, { nullable: true, description: text.limit })
  limit?: number | null;
  @Field(() => Int, { nullable: true, description: text.limitPerCustomer })
  limitPerCustomer?: number | null;
}

@ArgsType()
export class PromotionCreateArgs {
  @Field(() => PromotionCreateInput, { description: 'The promotion.' })
  input!: PromotionCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same promotion.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class PromotionUpdateArgs {
  @Field(() => PromotionUpdateInput, { description: 'The changes.' })
  input!: PromotionUpdateInput;
}
