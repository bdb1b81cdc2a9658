import type { IncomingHttpHeaders } from 'node:http';

/**
 * The media type of a body in lower case and without parameters; empty when the sender names none.
 */
export function mediaTypeOf(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}
