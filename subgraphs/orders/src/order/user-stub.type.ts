import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('User', { description: 'A user; orders adds the orders.' })
export class UserStub {
  @Field(() => ID, { description: 'Id of the user.' })
  id!: string;
}
