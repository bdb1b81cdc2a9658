import type { Readable } from 'node:stream';

/** A file as graphql-upload hands it over. */
export interface Upload {
  promise: Promise<{ filename: string; createReadStream(): Readable }>;
}

/** Uploaded files that the media subgraph has read, as text. */
export const received: string[] = [];

/** Reads an uploaded file to its end. */
export async function readUpload(upload: Upload): Promise<string> {
  const { createReadStream } = await upload.promise;
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  received.push(text);
  return text;
}
