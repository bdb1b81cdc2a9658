import { readFileSync } from 'node:fs';

const RUNBOOK = new URL('../../docs/runbooks/restore-one-database.md', import.meta.url);

/**
 * The commands of the runbook, by the names of their blocks. Throws when a block has no name:
 * nobody would follow it.
 */
export function readRunbook(): Map<string, string> {
  const blocks = [
    ...readFileSync(RUNBOOK, 'utf8').matchAll(/^```sh(?: ([a-z-]+))?\n(.*?)^```$/gms),
  ];
  return new Map(
    blocks.map(([, name, commands]) => {
      if (!name || !commands) throw new Error(`a block of the runbook has no name: ${commands}`);
      return [name, commands];
    }),
  );
}
