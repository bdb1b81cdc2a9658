import type { Principal } from '@emporium/auth/principal';

/** Who sends a request and with what; established once per request, or once per connection. */
export interface Caller {
  principal: Principal;
  requestId: string;
  traceparent?: string;
  ip: string;
  userAgent?: string;
  /** Refresh cookie, for the users subgraph alone. */
  refreshToken?: string;
  /** Cookie of a remembered device, for the users subgraph alone. */
  deviceToken?: string;
  /** `body` = tokens go into the payload, not into cookies. */
  tokenTransport?: string;
  /** Currency in which prices are wanted; whether it is sold in is decided by who states them. */
  currency?: string;
  /**
   * What revocations may void of the access token or API key behind the principal: whose it is, its
   * session or secret, and from when to when it counts, in unix seconds.
   */
  token?: { sub: string; sid: string; issuedAt: number; expiresAt: number };
  /** Cost per minute of an API key that has less than a user. */
  costPerMinute?: number;
}
