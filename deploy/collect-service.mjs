// Gathers what one service runs on, out of a built checkout: its compiled files, and its production
// packages as Node resolves them. node deploy/collect-service.mjs SERVICE FOLDER      SERVICE is
// gateway, a subgraph's name, or shop. Plain JavaScript and only node: imports, as it runs inside
// the image's build.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  lutimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'));
const [service, folder] = process.argv.slice(2);
const home = service === 'gateway' || service === 'shop' ? service : `subgraphs/${service}`;
if (!service || !folder || !existsSync(join(root, home, 'dist'))) {
  console.error(
    'collect-service.mjs SERVICE FOLDER: SERVICE is gateway, shop, or a subgraph of a built checkout',
  );
  process.exit(2);
}
const out = resolve(folder);

// The explorer is served from what ruru bundled into dist/; its packages and static/ are what the
// bundle was made of.
const BUNDLED = new Set(['ruru']);
/** Types, maps and texts are for people who develop. */
const FOR_DEVELOPERS = /\.(map|md|markdown|flow|[cm]?ts)$/;
/** What only tests of ours import. */
const FOR_TESTS = /\.(test|contract|fixture)\.js$/;
/** Same sources, same layers: every file is as old as the first commit could be. */
const EPOCH = Number(process.env.SOURCE_DATE_EPOCH ?? 1_700_000_000);

const manifestOf = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));

/** Folder of a package as Node finds it from `from`: the nearest node_modules that has it. */
function find(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (at === root) return undefined;
  }
}

/**
 * All packages that the one at `path` needs in production, itself included, by the place where Node
 * looks for them.
 */
function closure(path, seen = new Map()) {
  const real = realpathSync(path);
  seen.set(path, real);
  const {
    name,
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = manifestOf(real);
  if (BUNDLED.has(name)) return seen;
  for (const wanted of Object.keys({
    ...dependencies,
    ...optionalDependencies,
    ...peerDependencies,
  })) {
    const found = find(wanted, real);
    const optional =
      wanted in optionalDependencies ||
      peerDependenciesMeta[wanted]?.optional ||
      wanted.startsWith('@types/');
    // An optional peer is there for another package's sake, if at all, and comes along with that.
    if (peerDependenciesMeta[wanted]?.optional && !(wanted in dependencies)) continue;
    if (!found && !optional) throw new Error(`${name} needs ${wanted}, which is not installed`);
    if (found && !wanted.startsWith('@types/') && !seen.has(found)) closure(found, seen);
  }
  return seen;
}

const isWorkspace = (path) => !relative(root, path).split('/').includes('node_modules');

function copyPackage(path) {
  const target = join(out, relative(root, path));
  mkdirSync(target, { recursive: true });
  const kept = isWorkspace(path) ? ['dist', 'package.json'] : readdirSync(path);
  for (const entry of kept.sort()) {
    if (entry === 'node_modules' || (BUNDLED.has(manifestOf(path).name) && entry === 'static'))
      continue;
    cpSync(join(path, entry), join(target, entry), {
      recursive: true,
      dereference: true,
      filter: (source) =>
        !source.slice(path.length).includes('/node_modules') &&
        !(isWorkspace(path) && FOR_TESTS.test(source)) &&
        (!FOR_DEVELOPERS.test(source) || lstatSync(source).isDirectory()),
    });
  }
}

const packages = closure(join(root, home));
for (const [path, real] of packages) {
  copyPackage(real);
  if (path === real) continue;
  mkdirSync(dirname(join(out, relative(root, path))), { recursive: true });
  symlinkSync(relative(dirname(path), real), join(out, relative(root, path)));
}
if (home !== `subgraphs/${service}`) {
  cpSync(join(root, 'schema/supergraph.graphql'), join(out, 'schema/supergraph.graphql'));
  cpSync(join(root, 'examples/queries'), join(out, 'examples/queries'), { recursive: true });
}
mkdirSync(join(out, 'deploy'), { recursive: true });
cpSync(join(root, 'deploy/healthcheck.mjs'), join(out, 'deploy/healthcheck.mjs'));
writeFileSync(join(out, 'package.json'), '{ "type": "module", "private": true }\n');
writeFileSync(
  join(out, 'main.js'),
  `import './${home}/dist/${service === 'shop' ? 'command' : 'main'}.js';\n`,
);
writeBillOfMaterials();
makeOld(out);
console.log(`${service}: ${packages.size} packages in ${out}`);

/** CycloneDX, without what differs from build to build. */
function writeBillOfMaterials() {
  const args = [
    'sbom',
    '--sbom-format=cyclonedx',
    '--omit=dev',
    `--workspace=${manifestOf(join(root, home)).name}`,
  ];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`);
  const { serialNumber: _, ...bill } = JSON.parse(stdout);
  delete bill.metadata.timestamp;
  writeFileSync(join(out, 'sbom.cdx.json'), JSON.stringify(bill));
}

function makeOld(path) {
  if (lstatSync(path).isDirectory())
    for (const entry of readdirSync(path)) makeOld(join(path, entry));
  lutimesSync(path, EPOCH, EPOCH);
}
