import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '@emporium/platform/config/config';

/** The repository root, seen from src/ as well as from dist/. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/** SUPERGRAPH_PATH as an absolute path: relative to the working folder, else to the repository. */
export function supergraphPath(config: Pick<Config, 'supergraphPath'>): string {
  if (isAbsolute(config.supergraphPath)) return config.supergraphPath;
  const here = resolve(config.supergraphPath);
  return existsSync(here) ? here : join(repositoryRoot, config.supergraphPath);
}
