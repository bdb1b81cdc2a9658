import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createSubgraph } from './new-subgraph/create-subgraph.js';

const root = join(import.meta.dirname, '..');
const [name] = process.argv.slice(2);
try {
  if (!name) throw new Error('usage: npm run new:subgraph NAME');
  const files = await createSubgraph(root, name);
  execFileSync(
    join(root, 'node_modules/.bin/prettier'),
    ['--write', '--log-level=warn', ...files],
    { cwd: root, stdio: 'inherit' },
  );
  for (const file of files) console.log(file);
  console.log(`
Next:
  npm install                       links the new workspace
  npx vitest run subgraphs/${name}
  npm run schema && npm run docs    adds it to the composed schema and the configuration
  npm start`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
