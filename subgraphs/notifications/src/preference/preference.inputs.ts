import { ArgsType, Field, InputType, Int } from 'type-graphql';

@InputType('MailPreferencesUpdateInput', {
  description: 'Which mails are wanted; what is left out stays.',
})
export class MailPreferencesUpdateInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Wants one reminder of goods that were left in the cart.',
  })
  isAbandonedCartWanted?: boolean | null;
}

@ArgsType()
export class MailPreferencesUpdateArgs {
  @Field(() => MailPreferencesUpdateInput, { description: 'What changes.' })
  input!: MailPreferencesUpdateInput;
  @Field(() => Int, { description: 'Version that you read; 0 the first time.' })
  expectedVersion!: number;
}
