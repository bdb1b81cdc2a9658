import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repoRoot } from '../schema/repo-root.js';
import { composeServices } from './compose-services.js';
import { prometheusTargets } from './prometheus-targets.js';
import { shopDependencies } from './shop-dependencies.js';
import { shopModules } from './shop-modules.js';

/** A file that repeats the list of subgraphs. */
export interface Follower {
  /** Path below the repository. */
  file: string;
  /**
   * Its text with exactly these subgraphs, otherwise as it was. Throws when the place to change is
   * not there.
   */
  follow(text: string, names: readonly string[]): string;
}

const FOLLOWERS: readonly Follower[] = [
  shopModules,
  shopDependencies,
  composeServices,
  prometheusTargets,
];

/**
 * What the files that repeat the list should hold, path -> text, for those that hold something
 * else.
 */
export async function strayFollowers(
  root: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const stray = new Map<string, string>();
  for (const { file, follow } of FOLLOWERS) {
    if (!existsSync(join(root, file))) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const followed = await format(follow(text, names), {
      ...(await resolveConfig(join(repoRoot, file))),
      filepath: file,
    });
    if (followed !== text) stray.set(file, followed);
  }
  return stray;
}

/**
 * Makes every file that repeats the list of subgraphs agree with it; returns those that were
 * changed.
 */
export async function followList(root: string, names: readonly string[]): Promise<string[]> {
  const stray = await strayFollowers(root, names);
  for (const [file, text] of stray) writeFileSync(join(root, file), text);
  return [...stray.keys()];
}
