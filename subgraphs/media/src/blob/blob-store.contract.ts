import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BlobStore } from './blob-store.js';

/** What every blob store must do. `make` gives an empty store and its removal. */
export function describeBlobStore(
  name: string,
  make: () => Promise<{ store: BlobStore; remove(): Promise<void> }>,
): void {
  describe(`blob store: ${name}`, () => {
    let store: BlobStore;
    let remove: () => Promise<void>;
    beforeAll(async () => ({ store, remove } = await make()));
    afterAll(() => remove());

    test('a stored file is read back whole, as bytes and as stream', async () => {
      const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251));
      await store.put('original/med_1', bytes, 'image/png');
      expect((await store.read('original/med_1'))?.equals(bytes)).toBe(true);
      const blob = await store.get('original/med_1');
      const chunks: Buffer[] = [];
      for await (const chunk of blob!.stream()) chunks.push(chunk as Buffer);
      expect(blob!.bytes).toBe(100_000);
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    });

    test('a missing file is undefined, its removal harmless', async () => {
      expect(await store.get('original/none')).toBeUndefined();
      expect(await store.read('original/none')).toBeUndefined();
      await store.delete('original/none');
    });

    test('put replaces, delete removes, list shows what is there', async () => {
      await store.put('resized/med_2/80-inside.webp', Buffer.from('a'), 'image/webp');
      await store.put('resized/med_2/80-inside.webp', Buffer.from('bb'), 'image/webp');
      expect((await store.read('resized/med_2/80-inside.webp'))?.toString()).toBe('bb');
      const keys: string[] = [];
      for await (const { key } of store.list('resized/')) keys.push(key);
      expect(keys).toEqual(['resized/med_2/80-inside.webp']);
      await store.delete('resized/med_2/80-inside.webp');
      expect(await store.get('resized/med_2/80-inside.webp')).toBeUndefined();
    });

    test('keys that could leave the store are refused', async () => {
      for (const key of ['../x/y', 'a/../../b', '/etc/passwd', 'a//b', 'a/b\0', 'plain']) {
        await expect(async () => store.read(key)).rejects.toThrow('not a blob key');
      }
    });
  });
}
