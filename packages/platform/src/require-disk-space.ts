import { statfs } from 'node:fs/promises';

/** The embedded database needs room for its log even to roll back. */
const MIN_FREE_BYTES = 4_000_000;

/**
 * Rejects when the disk of a folder is full, so that nothing is taken that could not be kept. A
 * folder that does not exist holds nothing.
 */
export async function requireDiskSpace(folder: string): Promise<void> {
  const disk = await statfs(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (disk && disk.bavail * disk.bsize < MIN_FREE_BYTES) throw new DiskFullError(folder);
}

/** Thrown while there is no room. */
export class DiskFullError extends Error {
  override name = 'DiskFullError';
  readonly code = 'ENOSPC';
  constructor(folder: string) {
    super(
      `the disk of ${folder} has less than ${MIN_FREE_BYTES / 1_000_000} MB left: make room, the shop goes on by itself`,
    );
  }
}
