import { runSubgraph } from '@emporium/platform/run-subgraph';
import { payments } from './subgraph.js';

await runSubgraph(payments);
