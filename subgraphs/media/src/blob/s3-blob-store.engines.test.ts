import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { startFaultProxy } from '@emporium/testing/fault-proxy';
import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import { describeBlobStore } from './blob-store.contract.js';
import type { BlobStore } from './blob-store.js';
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
const address = (bucket: string, endpoint: string, prefix = '') =>
  `s3://${bucket}?endpoint=${encodeURIComponent(endpoint)}${prefix && `&prefix=${prefix}`}`;
const keysOf = async (store: BlobStore, prefix = '') => {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
};

describeWithEngine('S3', s3Endpoint, (endpoint) => {
  const admin = new S3Client({ ...signIn, endpoint, forcePathStyle: true });
  const used = new Set<string>();
  const newBucket = () => {
    const bucket = `emporium-test-${randomUUID()}`;
    used.add(bucket);
    return bucket;
  };
  afterAll(async () => {
    for (const bucket of used) {
      const store = await openS3BlobStore(address(bucket, endpoint), signIn);
      const keys = await keysOf(store);
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => store.delete(key)));
      await store.close();
      await admin.send(new DeleteBucketCommand({ Bucket: bucket }));
    }
    admin.destroy();
  });
  const make = (prefix?: string) => async () => {
    const store = await openS3BlobStore(address(newBucket(), endpoint, prefix), signIn);
    return { store, remove: () => store.close() };
  };
  describeBlobStore('S3', make());
  describeBlobStore('S3 with a prefix', make('shops/first'));

  test('ten processes that find no bucket all start with the same one', async () => {
    const url = address(newBucket(), endpoint);
    const stores = await Promise.all(
      Array.from({ length: 10 }, () => openS3BlobStore(url, signIn)),
    );
    await Promise.all(
      stores.map((store, n) => store.put(`original/med_${n}`, Buffer.from([n]), 'image/png')),
    );
    expect(await keysOf(stores[0]!)).toHaveLength(10);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('two shops in one bucket do not see each other, and long lists come whole', async () => {
    const bucket = newBucket();
    const one = await openS3BlobStore(address(bucket, endpoint, '/one/'), signIn);
    const two = await openS3BlobStore(address(bucket, endpoint, 'two'), signIn);
    const many = Array.from(
      { length: 1_050 },
      (_, n) => `resized/med_${String(n).padStart(5, '0')}`,
    );
    for (let at = 0; at < many.length; at += 50)
      await Promise.all(
        many.slice(at, at + 50).map((key) => one.put(key, Buffer.from('x'), 'image/webp')),
      );
    await two.put('resized/other', Buffer.from('y'), 'image/webp');
    expect(await keysOf(one, 'resized/')).toEqual(many);
    expect(await keysOf(two)).toEqual(['resized/other']);
    expect(await two.get(many[0]!)).toBeUndefined();
    await Promise.all([one.close(), two.close()]);
  });

  test('a store that is away, hangs or cuts answers is an error within seconds, and works again by itself', async () => {
    const proxy = await startFaultProxy(endpoint);
    const bucket = newBucket();
    const store = await openS3BlobStore(address(bucket, proxy.through(endpoint)), signIn);
    const bytes = Buffer.alloc(400_000, 7);
    await store.put('original/med_1', bytes, 'image/png');
    const calls = () => [
      store.put('original/med_2', bytes, 'image/png'),
      store.read('original/med_1'),
      store.get('original/med_1'),
      store.ping(),
      keysOf(store),
    ];
    const faults = {
      down: { connections: 'refuse' },
      hangs: { toClient: { hang: 'lose' } },
      'hangs in the middle': { toClient: { limitBytes: 100 } },
    } as const;
    for (const [name, fault] of Object.entries(faults)) {
      await proxy.set(fault);
      const results = await Promise.allSettled(calls());
      expect(
        results.map((result) => result.status),
        name,
      ).toEqual(Array(5).fill('rejected'));
      await proxy.heal();
      expect((await store.read('original/med_1'))?.equals(bytes), name).toBe(true);
      await store.ping();
    }
    const blob = (await store.get('original/med_1'))!;
    await proxy.set({ toClient: { limitBytes: 100_000 } });
    const stream = async () => {
      let received = 0;
      for await (const chunk of blob.stream()) received += (chunk as Buffer).length;
      return received;
    };
    await expect(stream()).rejects.toBeInstanceOf(Error);
    await proxy.heal();
    expect(await stream()).toBe(400_000);
    await Promise.all([store.close(), proxy.close()]);
  });

  test('a store that goes silent in the middle of a file fails the reader instead of leaving it waiting', async () => {
    const proxy = await startFaultProxy(endpoint);
    const store = await openS3BlobStore(address(newBucket(), proxy.through(endpoint)), signIn);
    await store.put('original/med_1', Buffer.alloc(8_000_000, 1), 'image/png');
    const blob = (await store.get('original/med_1'))!;
    const iterator = blob.stream()[Symbol.asyncIterator]();
    await iterator.next();
    await proxy.set({ toClient: { hang: 'lose' } });
    const rest = async () => {
      while (!(await iterator.next()).done);
    };
    await expect(rest()).rejects.toBeInstanceOf(Error);
    await Promise.all([store.close(), proxy.close()]);
  });

  test('opened while the store is away, it creates the bucket once the store is there', async () => {
    const proxy = await startFaultProxy(endpoint);
    await proxy.set({ connections: 'refuse' });
    const store = await openS3BlobStore(address(newBucket(), proxy.through(endpoint)), signIn);
    await expect(store.ping()).rejects.toBeInstanceOf(Error);
    await proxy.heal();
    await store.put('original/med_1', Buffer.from('x'), 'image/png');
    await Promise.all([store.close(), proxy.close()]);
  });

  test('a file replaced between its length and its bytes is an error, not a wrong picture', async () => {
    const store = await openS3BlobStore(address(newBucket(), endpoint), signIn);
    await store.put('original/med_1', Buffer.from('first'), 'image/png');
    const blob = (await store.get('original/med_1'))!;
    await store.put('original/med_1', Buffer.from('second'), 'image/png');
    await expect(blob.stream().toArray()).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await store.close();
  });

  test('wrong credentials are an error, not an empty store', async () => {
    const bucket = newBucket();
    await (await openS3BlobStore(address(bucket, endpoint), signIn)).close();
    const stranger = await openS3BlobStore(address(bucket, endpoint), {
      region: s3Region,
      credentials: { accessKeyId: s3AccessKeyId, secretAccessKey: 'wrong-secret-wrong-secret' },
    });
    await expect(stranger.ping()).rejects.toBeInstanceOf(Error);
    await expect(stranger.read('original/med_1')).rejects.toBeInstanceOf(Error);
    await stranger.close();
  });
});

test('a server that accepts and never answers fails in seconds, also at the start', async () => {
  const sockets: { destroy(): void }[] = [];
  const deaf = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const url = address('bucket', `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`);
  const store = await openS3BlobStore(url, {
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  await expect(store.read('original/med_1')).rejects.toBeInstanceOf(Error);
  await store.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => deaf.close(resolve));
});
