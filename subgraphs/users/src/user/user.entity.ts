import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';

export enum UserStatus {
  ACTIVE = 'ACTIVE',
  BLOCKED = 'BLOCKED',
  ERASED = 'ERASED',
}
registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Whether a user may log in.',
  valuesConfig: {
    ACTIVE: { description: 'May log in.' },
    BLOCKED: { description: 'Kept out by staff; sessions ended.' },
    ERASED: { description: 'All personal data is gone; the id still resolves.' },
  },
});

// Personal fields have no @Field here: their resolvers in user.fields.ts check who asks.
@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-usr")')
@ObjectType('User', {
  implements: Node,
  description: 'Somebody with an account. Visible to that person and to staff with read:user.',
})
@Entity({ tableName: 'app_user' })
export class User extends Node {
  [OptionalProps]?: 'emailVerified' | 'status' | 'version' | 'createdAt' | 'updatedAt';

  @PrimaryKey({ type: 'text' })
  override id!: string;

  /** Null only after erasure. */
  @Property({ type: 'text', nullable: true })
  email!: string | null;

  @Property({ type: 'boolean' })
  emailVerified: boolean = false;

  @Property({ type: 'text', nullable: true })
  firstName!: string | null;

  @Property({ type: 'text', nullable: true })
  lastName!: string | null;

  @Property({ type: 'text', nullable: true })
  chosenName!: string | null;

  @Property({ type: 'text', nullable: true })
  phone!: string | null;

  @Property({ type: 'text', nullable: true })
  avatarId!: string | null;

  @Property({ type: 'text' })
  status: UserStatus = UserStatus.ACTIVE;

  @Property({ type: 'text' })
  roleId!: string;

  @Property({ type: 'integer' })
  version: number = 1;

  @Field(() => DateTimeScalar, { description: 'When the account was made.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When the account last changed.' })
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;

  @Field(() => String, {
    description:
      'Name to show: the chosen one, else first name and initial. Never the e-mail address.',
  })
  get displayName(): string {
    if (this.status === UserStatus.ERASED) return 'Former customer';
    if (this.chosenName) return this.chosenName;
    const initial = this.lastName ? `${[...this.lastName][0]}.` : '';
    return [this.firstName, initial].filter(Boolean).join(' ') || 'Customer';
  }
}
