import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { unavailable } from './s3-unavailable.adapter.js';

/**
 * The bytes of an object; it is asked for when the first byte is wanted, so a stream that nobody
 * reads holds no connection.
 */
export function streamObject(client: S3Client, input: GetObjectCommandInput): Readable {
  const body = async function* (): AsyncGenerator<Buffer> {
    try {
      const { Body } = await client.send(new GetObjectCommand(input));
      yield* Body as AsyncIterable<Buffer>;
    } catch (error) {
      unavailable(error);
    }
  };
  return Readable.from(body(), { objectMode: false });
}
