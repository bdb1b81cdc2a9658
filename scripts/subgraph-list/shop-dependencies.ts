import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../schema/repo-root.js';
import type { Follower } from './follow-list.js';
import { packageName } from './package-name.js';

interface Manifest {
  dependencies: Record<string, string>;
  [key: string]: unknown;
}

/** Whether it is a workspace beside the subgraphs, or none of this repository. */
function isOther(name: string): boolean {
  const [, workspace] = /^@emporium\/(.+)$/.exec(name) ?? [];
  return (
    !workspace ||
    workspace === 'gateway' ||
    workspace.endsWith('-events') ||
    existsSync(join(repoRoot, 'packages', workspace))
  );
}

/** The packages of the subgraphs among what the shop depends on. */
export const shopDependencies: Follower = {
  file: 'shop/package.json',
  follow(text, names) {
    const manifest = JSON.parse(text) as Manifest;
    const others = Object.entries(manifest.dependencies).filter(([name]) => isOther(name));
    const dependencies = [
      ...others,
      ...names.map((name) => [packageName(name), '0.1.0'] as const),
    ].sort(([a], [b]) => (a < b ? -1 : 1));
    return `${JSON.stringify({ ...manifest, dependencies: Object.fromEntries(dependencies) }, undefined, 2)}\n`;
  },
};
