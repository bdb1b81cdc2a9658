import { chmodSync, mkdirSync } from 'node:fs';

/**
 * Makes the folder, and closes it to other users of the machine: it holds hashes, keys and mail.
 * One that is not ours stays as it is.
 */
export function ownerOnly(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    chmodSync(folder, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
