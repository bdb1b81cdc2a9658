import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  access,
  constants,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { checkedKey, type BlobEntry, type BlobStore } from './blob-store.js';

const TEMPORARY = '.tmp';

/**
 * Files in a folder of this machine. Written beside their place, flushed and renamed, so that a
 * crash leaves no half file.
 */
export async function openFileBlobStore(folder: string): Promise<BlobStore> {
  const temporary = join(folder, TEMPORARY);
  // What a crash left half-written belongs to nobody.
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const pathOf = (key: string) => join(folder, ...checkedKey(key).split('/'));
  const missing = (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  };
  return {
    put: async (key, bytes) => {
      const path = pathOf(key);
      const draft = join(temporary, randomUUID());
      const file = await open(draft, 'w');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(dirname(path), { recursive: true });
      await rename(draft, path);
    },
    get: async (key) => {
      const path = pathOf(key);
      const info = await stat(path).catch(missing);
      return info ? { bytes: info.size, stream: () => createReadStream(path) } : undefined;
    },
    read: (key) => readFile(pathOf(key)).catch(missing),
    delete: (key) => rm(pathOf(key), { force: true }),
    list: (prefix) => walk(folder, prefix),
    ping: () => access(folder, constants.W_OK),
    close: async () => undefined,
  };
}

async function* walk(folder: string, prefix: string): AsyncGenerator<BlobEntry> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = relative(folder, path).split(sep).join('/');
    if (!key.startsWith(prefix) || key.startsWith(TEMPORARY)) continue;
    const info = await stat(path).catch(() => undefined);
    if (info) yield { key, modifiedAt: info.mtime };
  }
}
