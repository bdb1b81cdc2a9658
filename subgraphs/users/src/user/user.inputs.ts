import { phoneNumber } from '@emporium/graphql/input/postal-address';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { z } from 'zod';
import { optionalLine } from '@emporium/graphql/input/single-line';
import { isId } from '../input/is-id.js';
import { isGuessable } from '../password/is-guessable.js';
import { GUESSABLE, newPassword } from '../password/password-rule.js';
import { emailAddress } from '@emporium/graphql/input/email-address';
import { UserStatus } from './user.entity.js';

const KEEP = 'Left out = unchanged, null = removed.';

const avatarId = z
  .string()
  .nullish()
  .refine((id) => id == null || isId('med', id), 'This is not the id of a media asset.');

const names = {
  firstName: optionalLine('The first name', 100),
  lastName: optionalLine('The last name', 100),
};

export const newAccount = z
  .object({ email: emailAddress, password: newPassword, ...names })
  .refine(
    ({ email, password, firstName, lastName }) =>
      !isGuessable(password, [email, firstName ?? '', lastName ?? '']),
    {
      path: ['password'],
      message: GUESSABLE,
    },
  );
export const profileChanges = z.object({
  ...names,
  displayName: optionalLine('The display name', 60),
  phone: phoneNumber,
  avatarId,
});

@ArgsType()
export class UserRegisterArgs {
  @Field(() => String, {
    description:
      'E-mail address; upper case, spaces around it and full-width letters make no difference.',
  })
  email!: string;
  @Field(() => String, {
    description: 'Password, 8 to 256 characters; one that is guessed at once is refused.',
  })
  password!: string;
  @Field(() => String, { nullable: true, description: 'First name.' })
  firstName?: string | null;
  @Field(() => String, { nullable: true, description: 'Last name.' })
  lastName?: string | null;
}

@ArgsType()
export class UserCreateArgs extends UserRegisterArgs {
  @Field(() => ID, { nullable: true, description: 'Role; CUSTOMER when left out.' })
  roleId?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'Repeating the call with the same key creates one user.',
  })
  idempotencyKey?: string | null;
}

@InputType('UserProfileInput', { description: 'What a person may say about oneself.' })
export class UserProfileInput {
  @Field(() => String, { nullable: true, description: `First name. ${KEEP}` })
  firstName?: string | null;
  @Field(() => String, { nullable: true, description: `Last name. ${KEEP}` })
  lastName?: string | null;
  @Field(() => String, {
    nullable: true,
    description: `Name shown to others; else first name and initial. ${KEEP}`,
  })
  displayName?: string | null;
  @Field(() => String, { nullable: true, description: `Phone number. ${KEEP}` })
  phone?: string | null;
  @Field(() => ID, { nullable: true, description: `Media asset shown as avatar. ${KEEP}` })
  avatarId?: string | null;
}

@ArgsType()
export class UserProfileUpdateArgs {
  @Field(() => UserProfileInput, { description: 'What changes.' })
  input!: UserProfileInput;
  @Field(() => Int, {
    nullable: true,
    description:
      'Version that you read; the change is refused when the profile has another one by now.',
  })
  expectedVersion?: number | null;
}

@ArgsType()
export class UserUpdateArgs {
  @Field(() => ID, { description: 'The user.' })
  id!: string;
  @Field(() => UserProfileInput, { description: 'What changes.' })
  input!: UserProfileInput;
  @Field(() => Int, { description: 'Version that you read.' })
  expectedVersion!: number;
}

@ArgsType()
export class UserEmailChangeArgs {
  @Field(() => String, { description: 'New e-mail address.' })
  email!: string;
  @Field(() => String, { description: 'Your password, again.' })
  password!: string;
}

@ArgsType()
export class UserEraseArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'The user; left out = yourself. Others need delete:user.',
  })
  userId?: string | null;
  @Field(() => Boolean, { description: 'Must be true: it cannot be undone.' })
  confirm!: boolean;
  @Field(() => String, {
    nullable: true,
    description:
      'Your password, again; needed to erase yourself, as an access token alone must not.',
  })
  password?: string | null;
}

@InputType('UserWhere', { description: 'Which users to list; all conditions must hold.' })
export class UserWhere {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the e-mail address, taken literally.',
  })
  email?: string | null;
  @Field(() => UserStatus, { nullable: true, description: 'Status.' })
  status?: UserStatus | null;
  @Field(() => ID, { nullable: true, description: 'Id of the role.' })
  role?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Created at or after this instant.' })
  createdAfter?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Created before this instant.' })
  createdBefore?: Date | null;
}
