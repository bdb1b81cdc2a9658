import type { Answer } from '@emporium/graphql/as-payload';
import {
  InvalidInputError,
  NotFoundError,
  userError,
  UserError,
  userErrorUnion,
} from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { StepUpRequiredError } from '../factor/factor.errors.js';
import { FactorReset } from './factor-reset.entity.js';

@ObjectType('SecondPersonRequiredError', {
  implements: UserError,
  description: 'Two colleagues have to agree, and neither of them is the owner of the account.',
})
export class SecondPersonRequiredError extends UserError {}

export const FactorResetError = userErrorUnion(
  'FactorResetError',
  [InvalidInputError, NotFoundError, StepUpRequiredError, SecondPersonRequiredError],
  'What can go wrong when the factors of somebody are reset.',
);

@Directive('@tag(name: "admin")')
@ObjectType('FactorResetPayload', {
  description: "Answer of a mutation that resets somebody's second factors.",
})
export class FactorResetPayload {
  @Field(() => FactorReset, { nullable: true, description: 'The reset as it stands now.' })
  factorReset?: FactorReset | null;
  @Field(() => [FactorResetError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

/** What a use case returns that resets factors. */
export type FactorResetAnswer = Answer<FactorResetPayload>;

export const secondPersonRequired = (path: string[]) =>
  userError(SecondPersonRequiredError, {
    message:
      'Two colleagues have to agree, and neither of them is the owner of the account: let somebody else do this.',
    path,
  });
