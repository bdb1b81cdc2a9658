import { forbidden } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { factorMethods } from '../factor/factor-methods.js';
import { ProofMethod, stepUpRequired } from '../factor/factor.errors.js';
import { query } from '../tables.js';

/** For how long a proof counts as fresh, as an interval of the database, whose clock decides. */
export const FRESH = '10 minutes';

/** What a session has proved. */
export interface FreshProof {
  /** When it last proved a second factor. */
  factorAt: Date | null;
}

/**
 * Asks for a proof of who sits at the keyboard that is not older than 10 minutes, before something
 * that a stolen or forgotten session alone must not do: a second factor or, for accounts without
 * one, the password. Call it first in a use case. `passwordFollows`: the use case asks for the
 * password itself, so that only accounts with a factor are asked here. What was proved when stands
 * in the session's row; tokens say nothing of it. Services have no session and pass. Throws
 * STEP_UP_REQUIRED with the methods that sessionStepUp takes, FORBIDDEN for a caller without a
 * session, such as a machine.
 */
export async function requireFresh(
  ctx: Ctx,
  { passwordFollows = false }: { passwordFollows?: boolean } = {},
): Promise<FreshProof> {
  const { kind, sub = '', sid } = ctx.principal;
  if (kind === 'service') return { factorAt: null };
  if (kind !== 'user' || sid === undefined) throw forbidden();
  const session = await query(ctx)
    .selectFrom('Session')
    .select((eb) => [
      'factorAt',
      eb('factorAt', '>', sql<Date>`now() - ${FRESH}::interval`).as('isFactorFresh'),
      eb('passwordAt', '>', sql<Date>`now() - ${FRESH}::interval`).as('isPasswordFresh'),
    ])
    .where('id', '=', sid)
    .where('userId', '=', sub)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  const methods = await factorMethods(ctx, sub);
  const isFresh =
    methods.length > 0
      ? session?.isFactorFresh
      : passwordFollows || session?.isPasswordFresh || session?.isFactorFresh;
  if (!isFresh)
    throw new Rejection(stepUpRequired(methods.length > 0 ? methods : [ProofMethod.PASSWORD]));
  return { factorAt: session?.factorAt ?? null };
}
