import { ACCESS_COOKIE, ACCESS_TOKEN_TTL_SECONDS, REFRESH_COOKIE } from '@emporium/auth/access-token';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '../context.js';
import { usersConfig } from '../config.js';
import { SESSION_TTL_SECONDS } from './session-lifetime.js';

/** What a log-in or refresh hands out. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
}

/** Whether the client keeps tokens itself (header X-Token-Transport: body) instead of in cookies. */
export function wantsTokensInBody(ctx: Ctx): boolean {
  return ctx.headers['x-token-transport']?.toLowerCase() === 'body';
}

/** Hands the tokens out as the client asked: in cookies, or the refresh token in the payload. Returns the payload's part. */
export function handOut(ctx: Ctx, tokens: Tokens, inBody = wantsTokensInBody(ctx)): Partial<Tokens> {
  if (inBody) return tokens;
  ctx.setCookie(cookie(ctx, ACCESS_COOKIE, tokens.accessToken, ACCESS_TOKEN_TTL_SECONDS));
  ctx.setCookie(cookie(ctx, REFRESH_COOKIE, tokens.refreshToken, SESSION_TTL_SECONDS));
  const { accessToken, expiresAt } = tokens;
  return { accessToken, expiresAt };
}

/** Makes the browser forget both tokens. */
export function clearCookies(ctx: Ctx): void {
  if (wantsTokensInBody(ctx)) return;
  ctx.setCookie(cookie(ctx, ACCESS_COOKIE, '', 0));
  ctx.setCookie(cookie(ctx, REFRESH_COOKIE, '', 0));
}

function cookie(ctx: Ctx, name: string, value: string, maxAgeSeconds: number): string {
  const secure = (settingsOf(ctx.config, usersConfig).COOKIE_SECURE ?? ctx.config.production) ? '; Secure' : '';
  return `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/graphql; HttpOnly; SameSite=Lax${secure}`;
}
