import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

/** Why a key ended before its time. */
export type ApiKeyEnd = 'REVOKED' | 'BLOCKED' | 'EMAIL_CHANGE_UNDONE';

// Secrets live in a table of their own: nothing shown here can be used as the key.
@Directive('@key(fields: "id")')
@Directive('@tag(name: "admin")')
@ObjectType('ApiKey', {
  description:
    'A key with which a program acts for its owner: within its scopes, and never beyond what the owner may do at that moment.',
})
@Entity({ tableName: 'api_key' })
export class ApiKey {
  [OptionalProps]?: 'version' | 'createdAt' | 'updatedAt';

  @Field(() => ID, { description: 'Opaque id, `key_<uuid>`.' })
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'text' })
  userId!: string;

  @Field(() => String, { description: 'What the owner calls it.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'How its newest secret begins, to tell keys apart.' })
  @Property({ type: 'text' })
  prefix!: string;

  @Field(() => [String], { description: 'Permissions it was given, e.g. `read:order`.' })
  @Property({ type: 'json' })
  scopes!: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'Cost that it may use each minute; null: as much as a user.',
  })
  @Property({ type: 'integer', nullable: true })
  costPerMinute!: number | null;

  @Field(() => DateTimeScalar, { description: 'When it ends by itself.' })
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, to the minute; null: never.',
  })
  @Property({ type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was ended before its time; null: it was not.',
  })
  @Property({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  @Property({ type: 'text', nullable: true })
  revokedReason!: ApiKeyEnd | null;

  @Field(() => Int, { description: 'Version for `expectedVersion`.' })
  @Property({ type: 'integer' })
  version: number = 1;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
