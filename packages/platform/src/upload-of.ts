import type { Readable } from 'node:stream';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import Upload from 'graphql-upload/Upload.mjs';

/**
 * Makes a value for an `Upload` variable from a file of this process, as a multipart request would.
 */
export function uploadOf(file: {
  filename: string;
  mimetype: string;
  createReadStream(): Readable;
}): Upload {
  const upload = new Upload();
  upload.resolve({ ...file, encoding: '7bit' } as unknown as FileUpload);
  return upload;
}
