import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType('ApiKeyIdentity', { description: 'Internal: what a gateway takes a key for.' })
export class ApiKeyIdentity {
  @Field(() => ID, { description: 'The API key.' })
  id!: string;
  @Field(() => ID, { description: 'The secret that was shown; named when it is revoked.' })
  secretId!: string;
  @Field(() => ID, { description: 'Whose key it is.' })
  ownerId!: string;
  @Field(() => [String], { description: 'Its scopes that the owner holds now.' })
  scopes!: string[];
  @Field(() => Int, { nullable: true, description: 'Cost per minute; null: that of a user.' })
  costPerMinute!: number | null;
  @Field(() => Int, { description: 'Unix second before which all this was not yet read.' })
  asOfSecond!: number;
  @Field(() => Int, { description: 'Unix second in which the key or this secret of it ends.' })
  endSecond!: number;
}
