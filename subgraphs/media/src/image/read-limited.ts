import type { Readable } from 'node:stream';

/**
 * Reads a stream up to `maxBytes`. Returns undefined, and stops reading, as soon as there is more.
 */
export async function readLimited(stream: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
