import { benchBystander } from './bystander.js';
import { benchGateway } from './gateway.js';
import { benchList } from './list.js';
import { benchStart } from './start.js';
import { benchStorefront } from './storefront.js';

const benchmarks: Record<string, () => Promise<void>> = {
  start: benchStart,
  list: benchList,
  gateway: benchGateway,
  bystander: benchBystander,
  storefront: benchStorefront,
};

const [name = ''] = process.argv.slice(2);
const run = benchmarks[name];
if (!run) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}
await run();
