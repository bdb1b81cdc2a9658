import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType('UserMail', { description: 'Internal: what a mail to the owner of an account needs.' })
export class UserMail {
  @Field(() => String, { description: 'What its link is for.' })
  kind!: string;
  @Field(() => String, { description: 'Where it goes.' })
  address!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The token of its link, if it has one. Never log or store it.',
  })
  token!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Of a log-in from a new device: what the device is called.',
  })
  device?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Of a log-in from a new device: the block of addresses that it came from.',
  })
  network?: string | null;
}
