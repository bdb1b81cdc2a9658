import { can, userId, type Principal } from '@emporium/auth/principal';

/**
 * Who did something to an order, as it is stored: `user:<id>`, `staff:<id>` (of a machine the id of
 * its key), `guest` or `system`.
 */
export function actorOf(principal: Principal, buyerId: string | null): string {
  const id = userId(principal);
  if (principal.kind === 'machine') return `staff:${principal.sub}`;
  if (!id) return principal.kind === 'service' ? 'system' : 'guest';
  return id === buyerId ? `user:${id}` : `staff:${id}`;
}

/** The actor as a buyer sees it: which person of the staff acted is nobody's business outside. */
export function shownActor(actor: string, principal: Principal): string {
  return can(principal, 'read:order') ? actor : actor.replace(/:.*$/, '');
}
