import { PAYLOAD_VERSION } from './public-events.js';

/** What a body is made of. */
export interface BodyParts {
  type: string;
  occurredAt: Date;
  data: Record<string, unknown>;
  customerId: string | null;
}

/**
 * The body of a message, the same bytes in every attempt. Without personal data, unless the
 * endpoint asked for the customer's id.
 */
export function webhookBody(
  { type, occurredAt, data, customerId }: BodyParts,
  isCustomerNamed: boolean,
): string {
  return JSON.stringify({
    type,
    timestamp: occurredAt.toISOString(),
    version: PAYLOAD_VERSION,
    data: isCustomerNamed && customerId !== null ? { ...data, customerId } : data,
  });
}
