/** Who asks: decided once at the gateway, carried to every subgraph in the internal identity. */
export interface Principal {
  kind: 'anonymous' | 'user' | 'machine' | 'service';
  /**
   * User id (`usr_…`); of a machine its API key (`key_…`) or service account (`svc_…`); for a service
   * the subgraph's name.
   */
  sub?: string;
  /** Session id (`ses_…`) behind a user's access token, or the secret (`mse_…`) of a machine. */
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

/** True for whoever is known: a logged-in user, a machine or a service. */
export function isAuthenticated(principal: Principal): boolean {
  return principal.kind !== 'anonymous';
}

/**
 * True for whom `@authenticated` alone lets in: somebody who has logged in, or a service. A machine
 * does what its scopes say and nothing else: what asks for no scope but for a log-in belongs to a
 * person.
 */
export function hasLoggedIn(principal: Principal): boolean {
  return principal.kind === 'user' || principal.kind === 'service';
}

/** The user's id, or undefined for guests, machines and services. */
export function userId(principal: Principal): string | undefined {
  return principal.kind === 'user' ? principal.sub : undefined;
}
