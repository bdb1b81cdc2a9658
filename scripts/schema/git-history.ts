import { spawnSync } from 'node:child_process';

function git(root: string, ...args: string[]): string | undefined {
  const result = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return result.status === 0 ? result.stdout : undefined;
}

/** True when the ref names a commit of this clone. */
export function refExists(root: string, ref: string): boolean {
  return (
    git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`) !==
    undefined
  );
}

/** Content of a file at a ref; undefined when it is not there. */
export function fileAt(root: string, ref: string, path: string): string | undefined {
  return git(root, 'show', `${ref}:${path}`);
}

/** Paths of the files directly inside a folder at a ref, relative to the repository. */
export function filesAt(root: string, ref: string, folder: string): string[] {
  return (git(root, 'ls-tree', '--name-only', '-z', ref, '--', `${folder}/`) ?? '')
    .split('\0')
    .filter(Boolean);
}
