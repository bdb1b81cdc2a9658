import { ArgsType, Field, ID, Int } from 'type-graphql';

@ArgsType()
export class PricingRuleDeleteArgs {
  @Field(() => ID, { description: 'What to delete.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Version that the caller saw.' })
  expectedVersion?: number | null;
}
