/**
 * `npm run schema`: writes schema/ and docs/events.md from the code, and what follows the list in
 * rover.yaml. `--partial` leaves out subgraphs that have no code yet.
 */
import { eventSchemas } from './event-schemas.js';
import { generate } from './generate.js';
import { writeGenerated } from './generated-files.js';
import { loadSubgraphs } from './load-subgraphs.js';
import { followList } from '../subgraph-list/follow-list.js';
import { repoRoot } from './repo-root.js';
import { subgraphNames } from './subgraph-names.js';

try {
  for (const path of await followList(repoRoot, subgraphNames()))
    console.log(`list     ${path} (npm install, when packages changed)`);
  const subgraphs = await loadSubgraphs({ partial: process.argv.includes('--partial') });
  const { missing, changed, stale } = writeGenerated(
    repoRoot,
    generate(subgraphs, await eventSchemas()),
  );
  for (const path of missing) console.log(`new      ${path}`);
  for (const path of changed) console.log(`changed  ${path}`);
  for (const path of stale) console.log(`removed  ${path}`);
  console.log(
    `schema of ${subgraphs.length} subgraphs written (${missing.length + changed.length + stale.length} files changed)`,
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
// Subgraph modules may hold timers or native handles; nothing here needs them.
process.exit();
