import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';

interface Check {
  name: string;
  command: string;
  fix: string;
  /** Says what is wrong with output that came with exit code 0. */
  distrust?: (output: string) => string | undefined;
}

const root = join(import.meta.dirname, '..');
const tsx = 'tsx --conditions=source';

// dependency-cruiser exits 0 when its parser read nothing, so the number of modules is part of the
// result.
const readNothing = (output: string) => {
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  return modules < 50
    ? `only ${modules} modules were read: the parser (@swc/core) does not work`
    : undefined;
};

const checks: Check[] = [
  { name: 'types', command: 'tsc -p tsconfig.json', fix: 'mend the types above' },
  {
    name: 'lint',
    command: 'oxlint --deny-warnings',
    fix: 'npx oxlint --fix, then the rest by hand',
  },
  {
    name: 'format',
    command:
      'prettier --check --cache --cache-location node_modules/.cache/prettier/check --log-level=warn .',
    fix: 'npm run format',
  },
  {
    name: 'boundaries',
    command: 'depcruise --config .dependency-cruiser.mjs packages subgraphs gateway shop scripts',
    fix: 'read the comment of the rule in .dependency-cruiser.mjs; ARCHITECTURE.md says who may import what',
    distrust: readNothing,
  },
  {
    name: 'dead code',
    command: 'knip --no-progress --no-config-hints',
    fix: 'delete what nobody uses, or use it',
  },
  { name: 'workspaces', command: 'sherif', fix: 'npx sherif --fix' },
  {
    name: 'schema',
    command: `${tsx} scripts/schema/check.ts`,
    fix: 'npm run schema, and commit what changed in schema/',
  },
  {
    name: 'layout',
    command: `${tsx} scripts/check-layout.ts`,
    fix: 'rover.yaml is the one list of subgraphs: make the named place agree with it',
  },
  {
    name: 'docs',
    command: `${tsx} scripts/docs/main.ts --check`,
    fix: 'npm run docs, and commit what changed',
  },
];

interface Outcome {
  check: Check;
  failed: boolean;
  output: string;
  seconds: number;
}

function run(check: Check): Promise<Outcome> {
  const started = performance.now();
  const bin = join(root, 'node_modules/.bin');
  const child = spawn(check.command, {
    cwd: root,
    shell: true,
    env: { ...process.env, PATH: bin + delimiter + (process.env.PATH ?? '') },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const wrong = code === 0 ? check.distrust?.(output) : undefined;
      const seconds = (performance.now() - started) / 1000;
      resolve({
        check,
        failed: code !== 0 || wrong !== undefined,
        output: wrong ? `${output}\n${wrong}` : output,
        seconds,
      });
    });
  });
}

function report({ check, failed, output, seconds }: Outcome) {
  console.log(`${failed ? 'FAILED' : 'ok    '} ${check.name.padEnd(12)} ${seconds.toFixed(1)} s`);
  if (failed) console.log(`${output.trim().replace(/^/gm, '    ')}\n    -> to fix: ${check.fix}\n`);
}

const only = process.argv.slice(2);
const unknown = only.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length) {
  console.error(
    `unknown check ${unknown.join(', ')}; there are: ${checks.map((check) => check.name).join(', ')}`,
  );
  process.exit(2);
}

const queue = checks.filter((check) => !only.length || only.includes(check.name));
const failed: string[] = [];
const worker = async () => {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const outcome = await run(check);
    report(outcome);
    if (outcome.failed) failed.push(check.name);
  }
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
console.log(failed.length ? `check failed: ${failed.join(', ')}` : 'check passed');
process.exitCode = failed.length ? 1 : 0;
