import { accessTokenVerifier, type AccessClaims } from '@emporium/auth/access-token';
import { claimsToBeApiKey } from '@emporium/auth/api-key';
import { verifyGuestToken } from '@emporium/auth/guest-token';
import { ANONYMOUS } from '@emporium/auth/principal';
import { PLAIN_COOKIES, tokenCookies, type TokenCookies } from '@emporium/auth/token-cookies';
import type { GatewayConfig } from '../gateway-config.js';
import { RequestError } from '../request/request-error.js';
import type { IdentifyKey, KeyCaller } from './api-keys.js';
import type { Caller } from './caller.js';
import { readCookie } from './cookies.js';
import type { Revocations } from './revocations.js';

/** What a request or a WebSocket connection offers as proof of who it is. */
export interface Credentials {
  authorization?: string;
  cookie?: string;
  guestToken?: string;
}

/** The request data that goes into a Caller beside the credentials. */
export type Origin = Pick<
  Caller,
  'requestId' | 'traceparent' | 'ip' | 'userAgent' | 'tokenTransport' | 'currency'
>;

/**
 * Establishes the caller. Throws RequestError (401) for a bad bearer token or API key, 503 for a key
 * that cannot be checked; a bad cookie or guest token only makes the caller anonymous.
 */
export type IdentifyCaller = (credentials: Credentials, origin: Origin) => Promise<Caller>;

/** Makes the identification for one configuration. Throws when a public key is unusable. */
export function createIdentifyCaller(
  config: Pick<
    GatewayConfig,
    'jwtPublicKeys' | 'internalSecrets' | 'cookieSecure' | 'cookieOldNames'
  >,
  revocations: Revocations,
  identifyKey: IdentifyKey,
): IdentifyCaller {
  const verify = accessTokenVerifier(config.jwtPublicKeys);
  // While the old names are believed, a neighbouring subdomain may set them: only as long as
  // sessions from before the prefix live.
  const names = [
    tokenCookies(config.cookieSecure),
    ...(config.cookieOldNames ? [PLAIN_COOKIES] : []),
  ];
  const fromCookie = (header: string | undefined, which: 'access' | 'refresh' | 'device') =>
    firstCookie(header, names, which);
  const claimsOf = (token: string | undefined): AccessClaims | undefined => {
    const claims = token ? verify(token) : undefined;
    return claims && revocations.stateOf(claims) !== 'revoked' ? claims : undefined;
  };
  return async (credentials, origin) => {
    const bearer = bearerToken(credentials.authorization);
    const isKey = bearer !== undefined && claimsToBeApiKey(bearer);
    const claims = isKey ? undefined : claimsOf(bearer ?? fromCookie(credentials.cookie, 'access'));
    const known = isKey ? await identifyKey(bearer, origin) : claims && byToken(claims);
    if (bearer !== undefined && !known)
      throw new RequestError(
        401,
        'UNAUTHENTICATED',
        isKey ? 'The API key is not valid.' : 'The access token is not valid.',
        { reason: 'token' },
      );
    const guest = verifyGuestToken(credentials.guestToken, config.internalSecrets);
    const refreshToken = fromCookie(credentials.cookie, 'refresh');
    const deviceToken = fromCookie(credentials.cookie, 'device');
    return {
      ...origin,
      ...known,
      principal: { ...(known?.principal ?? ANONYMOUS), ...(guest ? { guest } : {}) },
      ...(refreshToken ? { refreshToken } : {}),
      ...(deviceToken ? { deviceToken } : {}),
    };
  };
}

function firstCookie(
  header: string | undefined,
  names: readonly TokenCookies[],
  which: 'access' | 'refresh' | 'device',
): string | undefined {
  for (const { [which]: name } of names) {
    const value = readCookie(header, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function byToken(claims: AccessClaims): KeyCaller {
  const { sub, sid, role, permissions, iat, exp, cost_per_minute: costPerMinute } = claims;
  return {
    principal:
      claims.client_id === undefined
        ? { kind: 'user', sub, sid, role, permissions }
        : { kind: 'machine', sub, sid, permissions },
    token: { sub, sid, issuedAt: iat, expiresAt: exp },
    ...(costPerMinute === undefined ? {} : { costPerMinute }),
  };
}

/** Undefined without a bearer; an empty token stays a (bad) token. */
function bearerToken(header: string | undefined): string | undefined {
  const match = header === undefined ? null : /^bearer(?:\s+(.*))?$/i.exec(header.trim());
  return match ? (match[1] ?? '') : undefined;
}
