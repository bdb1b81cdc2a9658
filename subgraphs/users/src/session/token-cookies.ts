import { ACCESS_TOKEN_TTL_SECONDS } from '@emporium/auth/access-token';
import { PLAIN_COOKIES, tokenCookies, type TokenCookies } from '@emporium/auth/token-cookies';
import type { Ctx } from '../context.js';
import { REMEMBERED_SECONDS } from '../device/remember-device.js';
import { longestIdleSeconds } from './session-lifetime.js';

/** What a log-in or refresh hands out. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
}

/**
 * Whether the client keeps tokens itself (header X-Token-Transport: body) instead of in cookies.
 */
export function wantsTokensInBody(ctx: Ctx): boolean {
  return ctx.headers['x-token-transport']?.toLowerCase() === 'body';
}

/**
 * Hands the tokens out as the client asked: in cookies, or the refresh token in the payload.
 * Returns the payload's part.
 */
export function handOut(
  ctx: Ctx,
  tokens: Tokens,
  inBody = wantsTokensInBody(ctx),
): Partial<Tokens> {
  if (inBody) return tokens;
  setCookies(ctx, tokenCookies(ctx.config.cookieSecure), tokens);
  forgetOldNames(ctx);
  const { accessToken, expiresAt } = tokens;
  return { accessToken, expiresAt };
}

/** Hands out what a remembered device keeps, the way of handOut. */
export function handOutDevice(ctx: Ctx, deviceToken: string): { deviceToken?: string } {
  if (wantsTokensInBody(ctx)) return { deviceToken };
  const { device, path } = tokenCookies(ctx.config.cookieSecure);
  setCookie(ctx, path, device, deviceToken, REMEMBERED_SECONDS);
  return {};
}

/** Makes the browser forget both tokens. */
export function clearCookies(ctx: Ctx): void {
  if (wantsTokensInBody(ctx)) return;
  setCookies(ctx, tokenCookies(ctx.config.cookieSecure));
  forgetOldNames(ctx);
}

/**
 * What came under the old names was taken once, and must not outlive the session under the new
 * ones.
 */
function forgetOldNames(ctx: Ctx): void {
  if (ctx.config.cookieSecure && ctx.config.cookieOldNames) setCookies(ctx, PLAIN_COOKIES);
}

/** Without tokens the cookies end. */
function setCookies(ctx: Ctx, { access, refresh, path }: TokenCookies, tokens?: Tokens): void {
  setCookie(ctx, path, access, tokens?.accessToken, tokens && ACCESS_TOKEN_TTL_SECONDS);
  setCookie(ctx, path, refresh, tokens?.refreshToken, tokens && longestIdleSeconds(ctx));
}

function setCookie(ctx: Ctx, path: string, name: string, value = '', maxAgeSeconds = 0): void {
  const secure = ctx.config.cookieSecure ? '; Secure' : '';
  ctx.setCookie(
    `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=${path}; HttpOnly; SameSite=Lax${secure}`,
  );
}
