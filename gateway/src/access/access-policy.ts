import type { Principal } from '@emporium/auth/principal';
import { hasLoggedIn, isAuthenticated } from '@emporium/auth/principal';

/**
 * One thing a caller must fulfil. With `scopes`: at least one of the lists must be held completely.
 */
export interface Requirement {
  id: number;
  scopes?: readonly (readonly string[])[];
}

/** Who may see which field, compiled from the composed schema. */
export interface AccessPolicy {
  /**
   * Requirements (all must hold) of a field, including those of its parent type and of the type it
   * returns.
   */
  requirementsOf(typeName: string, fieldName: string): readonly Requirement[];
}

/**
 * True when the principal fulfils the requirement; a scope list is only fulfilled by an
 * authenticated principal, and one without scopes only by somebody who has logged in.
 */
export function fulfils(principal: Principal, requirement: Requirement): boolean {
  if (!isAuthenticated(principal)) return false;
  if (!requirement.scopes) return hasLoggedIn(principal);
  return requirement.scopes.some((all) =>
    all.every((scope) => principal.permissions.includes(scope)),
  );
}

/**
 * Code of a refused field: logging in may help an anonymous caller, but not somebody who is known.
 */
export function accessErrorCode(principal: Principal): 'UNAUTHENTICATED' | 'FORBIDDEN' {
  return isAuthenticated(principal) ? 'FORBIDDEN' : 'UNAUTHENTICATED';
}
