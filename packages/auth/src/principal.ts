/** Who asks: decided once at the gateway, carried to every subgraph in the internal identity. */
export interface Principal {
  kind: 'anonymous' | 'user' | 'service';
  /** User id (`usr_…`); for a service the subgraph's name. */
  sub?: string;
  /** Session id (`ses_…`) behind a user's access token. */
  sid?: string;
  /** Role name, e.g. `ADMIN`. */
  role?: string;
  /** Permission names, e.g. `create:product`; they are the scopes of `@requiresScopes`. */
  permissions: readonly string[];
  /** Set when a valid guest token came along: opens exactly this order. */
  guest?: { orderId: string };
  /** For a service call: the principal on whose behalf the service acts. */
  onBehalf?: Principal;
}

/** The principal of a request without any credential. */
export const ANONYMOUS: Principal = { kind: 'anonymous', permissions: [] };

/** The principal of a subgraph that acts for itself (jobs, consumers) or for `onBehalf`. */
export function servicePrincipal(name: string, onBehalf?: Principal): Principal {
  return { kind: 'service', sub: name, permissions: [], ...(onBehalf ? { onBehalf } : {}) };
}

/** True when the principal holds the permission; services hold all. */
export function can(principal: Principal, permission: string): boolean {
  return principal.kind === 'service' || principal.permissions.includes(permission);
}

/** True for a logged-in user, or for a service. */
export function isAuthenticated(principal: Principal): boolean {
  return principal.kind !== 'anonymous';
}

/** The user's id, or undefined for guests and services. */
export function userId(principal: Principal): string | undefined {
  return principal.kind === 'user' ? principal.sub : undefined;
}
