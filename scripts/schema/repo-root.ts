import { fileURLToPath } from 'node:url';

/** Absolute path of the repository; every path the schema pipeline prints is relative to it. */
export const repoRoot = fileURLToPath(new URL('../../', import.meta.url));
