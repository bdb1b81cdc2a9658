import type { Principal } from '@emporium/auth/principal';

/**
 * Whose idempotency key it is: keys of different callers never meet. A caller without login acts by
 * the guest token of the order.
 */
export function callerScope({ sub }: Principal, orderId: string): string {
  return sub ? `user:${sub}` : `order:${orderId}`;
}
