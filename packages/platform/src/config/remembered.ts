import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The value in the file `name` of the folder; made and written there, for its owner alone, when
 * there is none.
 */
export function remembered(folder: string, name: string, make: () => string): string {
  const path = join(folder, name);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  mkdirSync(folder, { recursive: true });
  const value = make();
  // Written aside and then given its name, which works once: of processes that start at once all
  // get one value, and never half of it.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, value, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(draft, { force: true });
  }
}
