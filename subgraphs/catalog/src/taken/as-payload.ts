import { asPayload as answered, userErrorsOf } from '@emporium/graphql/as-payload';
import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { takenError } from './taken-errors.js';

/** Answers a mutation; what a unique index of catalog refuses is an expected failure, too. */
export const asPayload = <T extends object>(ctx: Pick<Ctx, 'memo'>, change: () => Promise<T>) =>
  answered(ctx, change, takenError);

/** The userErrors behind an error. Rethrows what is no expected failure. */
export const rejectedErrors = (error: unknown): UserError[] => userErrorsOf(error, takenError);
