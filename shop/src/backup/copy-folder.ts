import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackedUpFile } from './manifest.js';

/**
 * Copies all files below a folder and returns what was copied, by their paths in `base`. A folder
 * that does not exist is empty; files that go while it runs are left out, since whoever removed
 * them does not want them any more.
 */
export async function copyFolder(from: string, to: string, base: string): Promise<BackedUpFile[]> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch(gone);
  const copied: BackedUpFile[] = [];
  for (const entry of entries ?? []) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, source));
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    const sum = await copyFile(source, target).catch(gone);
    if (sum) copied.push({ path: relative(base, target).split(sep).join('/'), ...sum });
  }
  return copied;
}

/** Copies one file and sums it on the way, so that the sum is of what was read. */
async function copyFile(from: string, to: string): Promise<Omit<BackedUpFile, 'path'>> {
  const sum = summing();
  await pipeline(
    createReadStream(from),
    sum.stream,
    createWriteStream(to, { mode: 0o600, flush: true }),
  );
  return sum.of();
}

/** Size and SHA-256 of a file. */
export async function sumOf(path: string): Promise<Omit<BackedUpFile, 'path'>> {
  const sum = summing();
  sum.stream.resume();
  await pipeline(createReadStream(path), sum.stream);
  return sum.of();
}

function summing() {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  return { stream, of: () => ({ bytes, sha256: hash.digest('hex') }) };
}

function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
