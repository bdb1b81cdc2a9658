import { PoisonMessageError } from './event-bus.js';

/** What stands in the dead letter of a message that an operator had put aside. */
export function putAside(reason: string, lastError?: string): PoisonMessageError {
  return new PoisonMessageError(
    `put aside: ${reason}${lastError ? `; it failed with: ${lastError}` : ''}`,
  );
}
