import { mkdirSync, readdirSync } from 'node:fs';

/**
 * Makes the folder, or takes an empty one that is there. Throws when it holds anything: nothing is
 * ever overwritten.
 */
export function emptyFolder(folder: string): void {
  let found: string[] = [];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    found = readdirSync(folder);
  } catch (error) {
    throw new Error(`${folder} cannot be used: ${(error as Error).message}`, { cause: error });
  }
  if (found.length > 0)
    throw new Error(
      `${folder} is not empty (${found.slice(0, 3).join(', ')}…); name a new folder, nothing was changed`,
    );
}
