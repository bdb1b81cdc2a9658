import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = '8m';
const FILLING = 'filling';
const CHUNK = Buffer.alloc(64 * 1_024);

/** A folder on a file system of its own, which can be full. */
export interface SmallDisk {
  fill(): void;
  free(): void;
  remove(): void;
}

/**
 * Mounts a small file system at the folder; undefined where this process may not do so (Linux,
 * root).
 */
export function mountSmallDisk(folder: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'emporium-faults', folder], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  const filling = join(folder, FILLING);
  return {
    fill: () => {
      // To the last byte: what is appended next must not fit, however short it is.
      for (const size of [CHUNK.length, 4_096, 1]) {
        for (;;) {
          try {
            writeFileSync(filling, CHUNK.subarray(0, size), { flag: 'a' });
          } catch {
            break;
          }
        }
      }
    },
    free: () => rmSync(filling, { force: true }),
    remove: () => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' }),
  };
}
