import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import type { MailPurpose } from './mail-purpose.js';

/** Purposes that a user wants mails for, each with the instant since when (RFC 3339). */
export type WantedPurposes = Partial<Record<MailPurpose, string>>;

@ObjectType('MailPreferences', {
  description:
    'Which mails a user wants besides those about orders and the account, which always come. All are off until the user wants them.',
})
@Entity({ tableName: 'mail_preferences' })
export class MailPreferences {
  @PrimaryKey({ type: 'text' })
  userId!: string;

  @Property({ type: 'json' })
  wanted!: WantedPurposes;

  @Field(() => Int, {
    description: 'Version for `expectedVersion`; 0 while nothing was ever chosen.',
  })
  @Property({ type: 'integer' })
  version!: number;

  @Property({ type: 'timestamptz' })
  updatedAt!: Date;

  @Field(() => Boolean, {
    description:
      'Wants one reminder of goods that were left in the cart; it goes to a verified address only.',
  })
  get isAbandonedCartWanted(): boolean {
    return this.wanted['abandoned-cart'] !== undefined;
  }
}
