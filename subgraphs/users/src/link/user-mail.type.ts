import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType('UserMail', { description: 'Internal: what a mail to the owner of an account needs.' })
export class UserMail {
  @Field(() => String, { description: 'What its link is for.' })
  kind!: string;
  @Field(() => String, { description: 'Where it goes.' })
  address!: string;
  @Field(() => String, { description: 'The token of its link. Never log or store it.' })
  token!: string;
}
