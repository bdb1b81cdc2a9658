import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum FactorKind {
  TOTP = 'TOTP',
  PASSKEY = 'PASSKEY',
}
registerEnumType(FactorKind, {
  name: 'FactorKind',
  description: 'What a second factor is.',
  valuesConfig: {
    TOTP: { description: 'Codes of an authenticator app (RFC 6238).' },
    PASSKEY: { description: 'A passkey (WebAuthn).' },
  },
});

@ObjectType('Factor', {
  description: 'A second factor of an account. Its owner and staff with read:user see it.',
})
@Entity({ tableName: 'factor' })
export class Factor {
  [OptionalProps]?: 'createdAt';

  @Field(() => ID, { description: 'Opaque id, `fac_<uuid>`.' })
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'text' })
  userId!: string;

  @Field(() => FactorKind, { description: 'What it is.' })
  @Property({ type: 'text' })
  kind!: FactorKind;

  @Field(() => String, { description: 'What its owner called it.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => DateTimeScalar, { description: 'When it was enrolled.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  /** Null while its owner has not shown that it works: then it counts for nothing. */
  @Property({ type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last used.' })
  @Property({ type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;
}
