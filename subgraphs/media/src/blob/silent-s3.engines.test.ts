import { randomUUID } from 'node:crypto';
import { describeSilence } from '@emporium/testing/describe-silence';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { openS3BlobStore } from './s3-blob-store.adapter.js';

const {
  s3Endpoint,
  s3AccessKeyId = '',
  s3SecretAccessKey = '',
  s3Region = 'us-east-1',
} = engineUrls();
const signIn = {
  region: s3Region,
  credentials: { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey },
};
/**
 * More than the sockets between store and reader hold, so that a stream is really in its middle.
 */
const LARGE = Buffer.alloc(16_000_000, 1);

describeWithEngine('S3', s3Endpoint, (endpoint) => {
  describeSilence('blob store on S3', {
    opens: ['subgraphs/media/src/blob/s3-blob-store.adapter.ts'],
    target: () => endpoint,
    // Two attempts of three seconds of silence each, and the pause between them.
    deadlineMs: 7_000,
    open: async (proxy) => {
      const bucket = `emporium-test-${randomUUID()}`;
      const store = await openS3BlobStore(
        `s3://${bucket}?endpoint=${encodeURIComponent(proxy.through(endpoint))}`,
        signIn,
      );
      const key = 'original/med_1';
      const large = 'original/med_2';
      await store.put(key, Buffer.from('x'), 'image/png');
      await store.put(large, LARGE, 'image/png');
      const list = async () => {
        for await (const _entry of store.list('original/'));
      };
      // Opened while the store still talks; the calls during the silence read on.
      const middle = (await store.get(large))!.stream()[Symbol.asyncIterator]();
      await middle.next();
      const readOn = async () => {
        while (!(await middle.next()).done);
      };
      let isFirst = true;
      return {
        calls: {
          put: () => store.put(key, Buffer.from('x'), 'image/png'),
          'put of a large file': () => store.put(large, LARGE, 'image/png'),
          get: () => store.get(key),
          read: () => store.read(key),
          'a stream from its start': async () => (await store.get(key))!.stream().toArray(),
          'a stream in its middle': async () => {
            if (!isFirst) return readOn();
            isFirst = false;
          },
          delete: () => store.delete('original/med_none'),
          list,
          ping: () => store.ping(),
        },
        close: async () => {
          for (const each of [key, large]) await store.delete(each);
          await store.close();
          const admin = new S3Client({ ...signIn, endpoint, forcePathStyle: true });
          await admin.send(new DeleteBucketCommand({ Bucket: bucket }));
          admin.destroy();
        },
      };
    },
  });
});
