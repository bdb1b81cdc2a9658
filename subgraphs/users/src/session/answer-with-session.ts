import type { Ctx } from '../context.js';
import { User } from '../user/user.entity.js';
import type { AuthAnswer } from '../user/user.payload.js';
import { markProved } from '../user/user-visibility.js';
import { issueAccessToken, type TokenAccount } from './issue-access-token.js';
import type { OpenedSession } from './open-session.js';
import { handOut } from './token-cookies.js';

/**
 * Answers a log-in: issues the access token of an opened session and hands both tokens out. Call it
 * after the commit.
 */
export async function answerWithSession(
  ctx: Ctx,
  userId: string,
  session: OpenedSession,
): Promise<AuthAnswer> {
  return (await prepareAnswer(ctx, userId, session.sessionId)).give(session.refreshToken);
}

/**
 * Does everything that can fail in an answer with tokens; `give` of what it returns hands them out
 * and cannot fail. So a refresh token is spent only when its successor can be given. Throws like
 * issueAccessToken.
 */
export async function prepareAnswer(
  ctx: Ctx,
  userId: string,
  sessionId: string,
  inBody?: boolean,
): Promise<{ account: TokenAccount; give(refreshToken: string): AuthAnswer }> {
  const { account, ...access } = await issueAccessToken(ctx, userId, sessionId);
  const user = await ctx.em.findOneOrFail(User, userId, { refresh: true });
  const give = (refreshToken: string): AuthAnswer => {
    markProved(ctx, userId);
    return { user, ...handOut(ctx, { ...access, refreshToken }, inBody) };
  };
  return { account, give };
}
