import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

// A table of its own and no row among the users: it has no address, no password, no session and no
// orders, and nothing that is about people must meet one.
@Directive('@key(fields: "id")')
@Directive('@tag(name: "admin")')
@ObjectType('ServiceAccount', {
  description:
    'The account of a program. It gets access tokens by client credentials (OAuth 2.0) and belongs to no person.',
})
@Entity({ tableName: 'service_account' })
export class ServiceAccount {
  [OptionalProps]?: 'version' | 'createdAt' | 'updatedAt';

  @Field(() => ID, { description: 'Opaque id, `svc_<uuid>`; it is the client id, too.' })
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Field(() => String, { description: 'What the program is called.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => [String], { description: 'What it may do, e.g. `read:order`.' })
  @Property({ type: 'json' })
  permissions!: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'Cost that it may use each minute; null: as much as a user.',
  })
  @Property({ type: 'integer', nullable: true })
  costPerMinute!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it last fetched a token; null: never.',
  })
  @Property({ type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Field(() => Int, { description: 'Version for `expectedVersion`.' })
  @Property({ type: 'integer' })
  version: number = 1;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
