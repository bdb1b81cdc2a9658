import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';

/** A file as graphql-upload hands it to a variable. */
interface UploadValue {
  promise: Promise<FileUpload>;
}

function isUpload(value: unknown): value is UploadValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    'promise' in value &&
    (value as UploadValue).promise instanceof Promise
  );
}

/** True when a file is somewhere inside variables. */
export function hasUpload(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isUpload(value)) return true;
  for (const key in value) if (hasUpload((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** Files inside variables, by their path in the operation (`variables.file`). */
export function findUploads(value: unknown, path = 'variables'): Map<string, UploadValue> {
  if (isUpload(value)) return new Map([[path, value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [...findUploads(child, `${path}.${key}`)]),
  );
}

/**
 * The operation as a GraphQL multipart request (the community's multipart request specification),
 * streamed: a file is read while it is sent and never held whole.
 */
export function multipartBody(
  operation: Record<string, unknown>,
  uploads: Map<string, UploadValue>,
): { contentType: string; body: Readable } {
  const boundary = `emporium-${randomUUID()}`;
  const part = (disposition: string, type?: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${type ? `content-type: ${type}\r\n` : ''}\r\n`;
  const withoutFiles = JSON.stringify(operation, (_key, value: unknown) =>
    isUpload(value) ? null : value,
  );
  const map = Object.fromEntries([...uploads.keys()].map((path, i) => [String(i), [path]]));
  async function* chunks(): AsyncGenerator<string | Buffer> {
    yield `${part('name="operations"')}${withoutFiles}\r\n`;
    yield `${part('name="map"')}${JSON.stringify(map)}\r\n`;
    let index = 0;
    for (const upload of uploads.values()) {
      const file = await upload.promise;
      const name = encodeURIComponent(file.filename).slice(0, 300);
      yield part(
        `name="${index++}"; filename="${name}"`,
        /^[\w.+-]+\/[\w.+-]+$/.test(file.mimetype) ? file.mimetype : 'application/octet-stream',
      );
      for await (const chunk of file.createReadStream()) yield chunk as Buffer;
      yield '\r\n';
    }
    yield `--${boundary}--\r\n`;
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Readable.from(chunks()),
  };
}
