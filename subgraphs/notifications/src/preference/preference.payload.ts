import {
  type UserError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { MailPreferences } from './mail-preferences.entity.js';

export const MailPreferencesError = userErrorUnion(
  'MailPreferencesError',
  [VersionConflictError],
  'What can go wrong with preferences of mails.',
);

@ObjectType('MailPreferencesPayload', {
  description: 'Answer of a mutation that changes which mails are wanted.',
})
export class MailPreferencesPayload {
  @Field(() => MailPreferences, { nullable: true, description: 'What is wanted now.' })
  mailPreferences?: MailPreferences | null;
  @Field(() => [MailPreferencesError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}
