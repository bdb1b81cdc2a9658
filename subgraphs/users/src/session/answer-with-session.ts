import { User } from '../user/user.entity.js';
import type { AuthPayload } from '../user/user.payloads.js';
import { markProved } from '../user/user-visibility.js';
import type { UsersCtx } from '../services.js';
import { issueAccessToken } from './issue-access-token.js';
import type { OpenedSession } from './open-session.js';
import { handOut } from './token-cookies.js';

/** Answers a log-in: issues the access token of an opened session and hands both tokens out. Call it after the commit. */
export async function answerWithSession(ctx: UsersCtx, userId: string, session: OpenedSession, inBody?: boolean): Promise<AuthPayload> {
  const access = await issueAccessToken(ctx, userId, session.sessionId);
  markProved(ctx, userId);
  const user = await ctx.em.findOneOrFail(User, userId, { refresh: true });
  return { user, ...handOut(ctx, { ...access, refreshToken: session.refreshToken }, inBody), userErrors: [] };
}
