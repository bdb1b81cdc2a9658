import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookSecret } from './webhook-endpoint.entity.js';

const SECRET_BYTES = 32;
/** How long the secret before the last change is signed with, too. */
const OVERLAP_MS = 24 * 3_600_000;
/** Secrets that are signed with at once; headers must not grow for ever. */
export const MAX_SECRETS = 5;

/** A new signing secret as Standard Webhooks writes it. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** The secrets that are signed with at a moment, the newest first. */
export const secretsInForce = (secrets: readonly WebhookSecret[], now: Date): WebhookSecret[] =>
  secrets.filter(({ until }) => until === null || new Date(until) > now);

/** The secrets after a new one came: what was in force stays so for 24 hours, or ends at once. */
export function rotated(
  secrets: readonly WebhookSecret[],
  secret: string,
  { now, endPrevious }: { now: Date; endPrevious: boolean },
): WebhookSecret[] {
  const until = new Date(now.getTime() + OVERLAP_MS).toISOString();
  const previous = endPrevious ? [] : secretsInForce(secrets, now);
  return [
    { secret, until: null },
    ...previous.map((old) => ({ secret: old.secret, until: old.until ?? until })),
  ];
}

/** Headers of a message by Standard Webhooks, signed with every secret in force. */
export function signedHeaders(
  id: string,
  body: string,
  { secrets, now }: { secrets: readonly WebhookSecret[]; now: Date },
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secretsInForce(secrets, now)
      .map(({ secret }) => new Webhook(secret).sign(id, now, body))
      .join(' '),
  };
}
