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
  /** Unix seconds of the access token behind the principal. */
  token?: { issuedAt: number; expiresAt: number };
}
