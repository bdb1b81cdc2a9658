/** Cookies that carry the tokens of a browser. */
export interface TokenCookies {
  access: string;
  /** Handed to the users subgraph alone. */
  refresh: string;
  /** Of a remembered device; handed to the users subgraph alone. */
  device: string;
  path: string;
}

/** Names before the prefix: also those of shops without TLS. */
export const PLAIN_COOKIES: TokenCookies = {
  access: 'access_token',
  refresh: 'refresh_token',
  device: 'device_token',
  path: '/graphql',
};

/**
 * Names and path of the cookies. Over TLS browsers take a cookie named `__Host-` only from this
 * very host, over TLS and for all its paths (RFC 6265bis, 4.1.3.2): no page of a neighbouring
 * subdomain or on plain HTTP can slip its own session under somebody.
 */
export function tokenCookies(secure: boolean): TokenCookies {
  return secure
    ? {
        access: '__Host-access_token',
        refresh: '__Host-refresh_token',
        device: '__Host-device_token',
        path: '/',
      }
    : PLAIN_COOKIES;
}
