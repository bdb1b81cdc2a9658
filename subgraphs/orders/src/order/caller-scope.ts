import { userId, type Principal } from '@emporium/auth/principal';

/**
 * Whose idempotency key it is: keys of different callers never meet. A caller without login acts by
 * the guest token of the order.
 */
export function callerScope(principal: Principal, orderId: string): string {
  const id = userId(principal) ?? (principal.kind === 'service' ? principal.sub : undefined);
  return id ? `user:${id}` : `order:${orderId}`;
}
