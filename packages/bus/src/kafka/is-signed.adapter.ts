import type { KafkaMessage } from 'kafkajs';
import { checkSignature } from '../check-signature.js';
import { textHeaders } from './kafka-names.js';

/** Whether a message of a topic of the bus itself was written by this shop. */
export function isSigned(
  secrets: readonly string[],
  topic: string,
  { key, value, headers }: KafkaMessage,
): boolean {
  try {
    checkSignature(secrets, {
      topic,
      key: key?.toString() ?? null,
      value,
      headers: textHeaders(headers),
    });
    return true;
  } catch {
    return false;
  }
}
