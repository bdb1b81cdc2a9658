import { buildSchema } from 'graphql';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartServices } from '../chart/chart-services.js';
import { repoRoot } from '../schema/repo-root.js';
import { configurationDoc, envExample } from './configuration.js';
import { errorsDoc } from './errors.js';
import { allVariables } from './variables.js';

// npm run docs: writes what is generated from the code; with --check it only compares, and exits 1
// on a difference.
const read = (file: string) =>
  existsSync(join(repoRoot, file)) ? readFileSync(join(repoRoot, file), 'utf8') : '';
const variables = await allVariables();
const files: Record<string, string> = {
  'docs/configuration.md': configurationDoc(variables),
  '.env.example': envExample(variables),
  'deploy/helm/emporium/services.yaml': chartServices(),
  'docs/errors.md': errorsDoc(buildSchema(read('schema/api.graphql'), { assumeValidSDL: true })),
};
const changed = Object.keys(files).filter((file) => read(file) !== files[file]);
if (process.argv.includes('--check')) {
  for (const file of changed) console.error(`${file} is not what the code says: npm run docs`);
  process.exitCode = changed.length ? 1 : 0;
} else {
  for (const file of changed) writeFileSync(join(repoRoot, file), files[file] ?? '');
  console.log(changed.length ? `written: ${changed.join(', ')}` : 'nothing changed');
}
// Subgraph modules may hold timers or native handles; nothing here needs them.
process.exit();
