import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT_MS = 300_000;

/** What `npm run` would do after it has built what changed. */
const NPM = `npm() { [ "$1" = run ] || exit 64; local name="$2"; shift 2; [ "\${1-}" != -- ] || shift; node --import tsx --conditions=source shop/src/command.ts "$name" "$@"; }`;

/**
 * Runs commands of the runbook as they stand there, in bash. Returns what they printed; never
 * rejects.
 */
export function follow(
  commands: string,
  env: Record<string, string>,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = {
      cwd: ROOT,
      env: { ...process.env, ...env },
      timeout: LIMIT_MS,
      maxBuffer: 10_000_000,
    };
    execFile(
      'bash',
      ['-euo', 'pipefail', '-c', `${NPM}\n${commands}`],
      options,
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}
