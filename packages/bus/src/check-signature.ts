import { timingSafeEqual } from 'node:crypto';
import { PoisonMessageError } from './event-bus.js';
import { SIGNATURE_HEADER, signatureOf } from './sign-message.js';

/**
 * Throws PoisonMessageError unless the message was published by somebody who knows one of the
 * shop's secrets. Without secrets everybody is believed.
 */
export function checkSignature(
  secrets: readonly string[],
  message: {
    topic: string;
    key: string | null;
    value: Buffer | null;
    headers: Readonly<Record<string, string>>;
  },
): void {
  if (secrets.length === 0) return;
  const { topic, key, value } = message;
  const given = message.headers[SIGNATURE_HEADER];
  if (given === undefined || key === null)
    throw new PoisonMessageError('the message is not signed: it was not published by this shop');
  const isRight = secrets.some((secret) =>
    areEqual(given, signatureOf(secret, { topic, key, value })),
  );
  if (!isRight) {
    throw new PoisonMessageError(
      'the signature is wrong: the message was changed or moved, or signed with a secret that is not in EVENT_SECRET',
    );
  }
}

function areEqual(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
