import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

const text = {
  name: 'Name for staff, 1 to 100 characters.',
  description: 'More about it for staff, up to 500 characters.',
};

@InputType('CustomerGroupCreateInput', { description: 'A new customer group.' })
export class CustomerGroupCreateInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, { nullable: true, description: text.description })
  description?: string | null;
}

@InputType('CustomerGroupUpdateInput', {
  description: 'Changes of a customer group; what is left out stays.',
})
export class CustomerGroupUpdateInput {
  @Field(() => ID, { description: 'The group.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the group that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => String, { nullable: true, description: `${text.description} Null removes it.` })
  description?: string | null;
}

@ArgsType()
export class CustomerGroupCreateArgs {
  @Field(() => CustomerGroupCreateInput, { description: 'The group.' })
  input!: CustomerGroupCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same group.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class CustomerGroupUpdateArgs {
  @Field(() => CustomerGroupUpdateInput, { description: 'The changes.' })
  input!: CustomerGroupUpdateInput;
}

@ArgsType()
export class CustomerGroupMembersArgs {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;
  @Field(() => [ID], { description: 'Ids of 1 to 100 users, who are not looked up.' })
  userIds!: string[];
}
