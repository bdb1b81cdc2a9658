// Runs before every npm script, on whatever Node (>= 20) the user has, before anything is
// installed: plain JavaScript, only node: imports. Installs when the lockfile changed, builds when
// sources changed (unless --no-build), and does nothing in < 100 ms otherwise.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const lockStamp = join(modules, '.emporium-lock');
const buildStamp = join(modules, '.emporium-build');
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const say = (line) => process.stderr.write(`emporium: ${line}\n`);

function stop(line, status) {
  say(line);
  process.exit(status || 1);
}

/**
 * An install made by hand (npm install, npm ci) is as good as ours: npm notes what it installed
 * beside the packages.
 */
function installedMatches(lock) {
  const installed = read(join(modules, '.package-lock.json'));
  if (!installed) return false;
  const there = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = there[path];
    // Optional packages for other platforms stay away.
    if (!found) return wanted.optional === true || wanted.peer === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function install() {
  const lock = read(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (read(lockStamp) === hash) return;
  if (!installedMatches(lock)) {
    say('installing the exact packages of package-lock.json (npm ci) ...');
    const args = [
      'ci',
      '--include=dev',
      '--include=optional',
      '--loglevel=error',
      '--no-fund',
      '--no-audit',
    ];
    // The npm that runs this script, under the Node it was started with: ours is inside the folder
    // that npm ci removes.
    const cli = process.env.npm_execpath;
    const own = cli && cli.endsWith('npm-cli.js');
    const command = own ? (process.env.npm_node_execpath ?? process.execPath) : 'npm';
    const { status, error } = spawnSync(command, own ? [cli, ...args] : args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: !own && process.platform === 'win32',
    });
    if (error || status !== 0)
      stop(
        `npm ci failed${error ? ` (${error.message})` : ''}; is the package registry reachable?`,
        status,
      );
  }
  writeFileSync(lockStamp, hash);
}

/**
 * Node 24 comes as an optional package per platform; a newer Node of the user's own does as well.
 */
function requireNode() {
  const bundled = existsSync(
    join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'),
  );
  if (!bundled && Number(process.versions.node.split('.')[0]) < 24)
    stop(
      `no Node 24 package for ${process.platform}-${process.arch}; install Node 24 or newer and start again.`,
    );
}

const folders = (parent) =>
  readdirSync(join(root, parent), { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? [`${parent}/${e.name}`] : [],
  );
const workspaces = () =>
  [
    ...folders('packages'),
    ...folders('subgraphs').flatMap((path) => [path, `${path}/events`]),
    'gateway',
    'shop',
  ].filter((path) => existsSync(join(root, path, 'src')));
const filesIn = (path) =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((e) =>
        e.isFile() ? [join(e.parentPath ?? e.path, e.name)] : [],
      )
    : [];

/**
 * Changes with every edited, added or removed source file; times and sizes only, so that it stays
 * cheap.
 */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const note = (file) => {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}:${mtimeMs}:${size}\n`);
  };
  for (const path of paths) {
    for (const file of [
      join(root, path, 'package.json'),
      join(root, path, 'tsconfig.json'),
      ...filesIn(join(root, path, 'src')).sort(),
    ])
      if (!/\.(test|e2e)\.ts$/.test(file)) note(file);
    hash.update(`${path}/dist:${existsSync(join(root, path, 'dist'))}\n`);
  }
  for (const file of ['tsconfig.base.json', 'turbo.json']) note(join(root, file));
  return hash.digest('hex');
}

/**
 * Removes what an earlier build made of a source that is gone: an old migration or module in dist/
 * would still be found.
 */
function removeOrphans(path) {
  const dist = join(root, path, 'dist');
  for (const file of filesIn(dist)) {
    const source = join(
      root,
      path,
      'src',
      file.slice(dist.length + 1).replace(/(\.d\.ts|\.js)(\.map)?$/, ''),
    );
    if (
      /(\.d\.ts|\.js)(\.map)?$/.test(file) &&
      !existsSync(`${source}.ts`) &&
      !existsSync(`${source}.tsx`)
    )
      rmSync(file, { force: true });
  }
}

function build() {
  const paths = workspaces();
  if (read(buildStamp) === fingerprint(paths)) return;
  say('building what changed (turbo run build) ...');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(modules, 'turbo/bin/turbo'),
      'run',
      'build',
      '--output-logs=errors-only',
      '--cache=local:rw',
      '--no-update-notifier',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      env: {
        ...process.env,
        PATH: join(modules, '.bin') + delimiter + process.env.PATH,
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
      },
    },
  );
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
    stop('the build failed, see above.', status);
  }
  paths.forEach(removeOrphans);
  mkdirSync(modules, { recursive: true });
  writeFileSync(buildStamp, fingerprint(paths));
}

install();
requireNode();
if (!process.argv.includes('--no-build')) build();
