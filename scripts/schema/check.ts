/**
 * `npm run schema:check [-- --against REF]`; exit 1 when a check fails. SCHEMA_AGAINST is the
 * default ref for CI, else HEAD~.
 */
import { parseArgs } from 'node:util';
import { checkSchema } from './check-schema.js';
import { eventSchemas } from './event-schemas.js';
import { loadSubgraphs } from './load-subgraphs.js';
import { repoRoot } from './repo-root.js';

try {
  const { values } = parseArgs({
    options: { against: { type: 'string' }, partial: { type: 'boolean', default: false } },
  });
  const asked = values.against ?? process.env.SCHEMA_AGAINST;
  const subgraphs = await loadSubgraphs({ partial: values.partial });
  const results = await checkSchema(subgraphs, await eventSchemas(), {
    root: repoRoot,
    against: asked || 'HEAD~',
    asked: Boolean(asked),
    today: new Date().toISOString().slice(0, 10),
  });
  for (const { title, problems, note } of results) {
    console.log(`${problems.length ? 'FAIL' : 'ok  '}  ${title}${note ? ` (${note})` : ''}`);
    for (const problem of problems)
      console.log(`        ${problem.replaceAll('\n', '\n          ')}`);
  }
  process.exitCode = results.some(({ problems }) => problems.length) ? 1 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
// Subgraph modules may hold timers or native handles; nothing here needs them.
process.exit();
