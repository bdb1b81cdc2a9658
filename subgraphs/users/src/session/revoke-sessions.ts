import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isId } from '../input/is-id.js';
import {
  endSessions,
  tryPublishRevocations,
  type SessionsToEnd,
} from '../revocation/revocations.js';
import { ownId } from '../user/user-visibility.js';
import { clearCookies } from './token-cookies.js';

/** Ends one of the caller's sessions; without an id the one of this request (sign-out). */
export async function revokeSession(ctx: Ctx, id?: string | null): Promise<void> {
  const sessionId = id ?? ctx.principal.sid;
  if (!isId('ses', sessionId)) throw new Rejection(notFound('There is no such session.', ['id']));
  const ended = await end(ctx, { userId: ownId(ctx), sessionId, reason: 'SIGN_OUT' });
  if (sessionId === ctx.principal.sid) clearCookies(ctx);
  if (ended === 0 && id != null) throw new Rejection(notFound('There is no such session.', ['id']));
}

/** Ends all sessions of the caller, this one too. */
export async function revokeAllSessions(ctx: Ctx): Promise<void> {
  await end(ctx, { userId: ownId(ctx), reason: 'SIGN_OUT_EVERYWHERE' });
  clearCookies(ctx);
}

/** Ends all sessions of the caller but this one. */
export async function revokeOtherSessions(ctx: Ctx): Promise<void> {
  const exceptId = ctx.principal.sid;
  if (!isId('ses', exceptId)) throw new Rejection(notFound('There is no such session.'));
  await end(ctx, { userId: ownId(ctx), exceptId, reason: 'SIGN_OUT_ELSEWHERE' });
}

async function end(ctx: Ctx, which: SessionsToEnd): Promise<number> {
  const ended = await inTransaction(ctx, async () => {
    const count = await endSessions(ctx, which);
    if (count > 0)
      await recordSecurityEvent(ctx, {
        type: 'SESSIONS_REVOKED',
        userId: which.userId,
        detail: { count, reason: which.reason },
      });
    return count;
  });
  await tryPublishRevocations(ctx);
  return ended;
}
