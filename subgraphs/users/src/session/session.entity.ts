import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

// Tokens live in tables of their own: nothing shown here can be used to log in.
@Directive('@key(fields: "id")')
@ObjectType('Session', {
  description: 'A log-in on one device, until it is revoked, too old, or unused for too long.',
})
@Entity({ tableName: 'session' })
export class Session {
  [OptionalProps]?: 'createdAt' | 'lastSeenAt';

  @Field(() => ID, { description: 'Opaque id, `ses_<uuid>`.' })
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'text' })
  userId!: string;

  @Field(() => DateTimeScalar, { description: 'When the device logged in.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, {
    description:
      'When the device last fetched a token (at most 15 minutes before its last request).',
  })
  @Property({ type: 'timestamptz' })
  lastSeenAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it ends unless it is used before.' })
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  /** When its user last proved who they are by the password; see requireFresh. */
  @Property({ type: 'timestamptz', nullable: true })
  passwordAt!: Date | null;

  /** The same by a second factor. */
  @Property({ type: 'timestamptz', nullable: true })
  factorAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  /** Why it ended, e.g. `SIGN_OUT`; see SessionsToEnd. */
  @Property({ type: 'text', nullable: true })
  revokedReason!: string | null;

  @Field(() => String, { nullable: true, description: 'What the device called itself at log-in.' })
  @Property({ type: 'text', nullable: true })
  userAgent!: string | null;

  @Field(() => String, { nullable: true, description: 'Address the device logged in from.' })
  @Property({ type: 'text', nullable: true })
  ip!: string | null;
}
