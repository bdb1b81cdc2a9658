import type { OutgoingMessage } from './event-bus.js';

/** Kafka's default limit of a record batch (1,048,588 bytes) less the room for its framing. */
export const DEFAULT_MAX_MESSAGE_BYTES = 1_000_000;

/** Bytes of key, value and headers of a message. */
export function messageBytes(message: OutgoingMessage): number {
  const headers = Object.entries(message.headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  return Buffer.byteLength(message.key) + Buffer.byteLength(message.value) + headers;
}

/** Why a bus will never take this message, or undefined when it may. */
export function permanentRefusal(message: OutgoingMessage, maxBytes: number): string | undefined {
  const bytes = messageBytes(message);
  if (bytes > maxBytes) return `the message has ${bytes} bytes, at most ${maxBytes} are allowed`;
  if (message.key === '') return 'the message has no key';
  // PostgreSQL cannot store NUL in text; no id of ours holds one, so every adapter refuses it.
  if (message.key.includes('\0')) return 'the key holds a NUL character';
  return undefined;
}
