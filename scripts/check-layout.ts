/**
 * Checks the tree against its own rules; the list of subgraphs is rover.yaml. Exit 1 with one line
 * per problem and its remedy.
 */
import { allVariables } from './docs/variables.js';
import { citedFiles } from './layout/cited-files.js';
import { composeFile } from './layout/compose-file.js';
import { declaredImports } from './layout/declared-imports.js';
import { deploymentLists } from './layout/deployment-lists.js';
import { fileHabits } from './layout/file-habits.js';
import { fileSizes } from './layout/file-size.js';
import { oneKit } from './layout/one-kit.js';
import { namedCommands } from './layout/named-commands.js';
import { oneWayToWait } from './layout/one-way-to-wait.js';
import { packageFaces } from './layout/package-faces.js';
import { packagesWithoutDomain } from './layout/packages-without-domain.js';
import { ports } from './layout/ports.js';
import { silence } from './layout/silence.js';
import { sourceFiles } from './layout/source-files.js';
import { subgraphFolders } from './layout/subgraph-folders.js';
import { repoRoot } from './schema/repo-root.js';
import { listedSubgraphs } from './schema/rover-config.js';
import { strayFollowers } from './subgraph-list/follow-list.js';

const listed = listedSubgraphs();
const names = listed.map(({ name }) => name);
const files = sourceFiles(repoRoot);
const problems = [
  ...ports(listed),
  ...subgraphFolders(repoRoot, names),
  ...packageFaces(repoRoot),
  ...packagesWithoutDomain(files, names),
  ...[...(await strayFollowers(repoRoot, names)).keys()].map(
    (file) => `${file}: does not follow rover.yaml: npm run schema`,
  ),
  ...deploymentLists(repoRoot, names),
  ...composeFile(repoRoot, names, new Set((await allVariables()).map(({ name }) => name))),
  ...fileSizes(files),
  ...fileHabits(files),
  ...declaredImports(repoRoot, files),
  ...citedFiles(repoRoot, files),
  ...namedCommands(repoRoot),
  ...oneWayToWait(files),
  ...oneKit(files),
  ...silence(files),
];
for (const problem of problems) console.error(problem);
const longest = Math.max(0, ...files.map(({ lines }) => lines));
console.log(
  `layout: ${names.length} subgraphs, ${files.length} TypeScript files (longest ${longest} lines), ${problems.length} problems`,
);
// Subgraph modules may hold timers or native handles; nothing here needs them.
process.exit(problems.length ? 1 : 0);
