import { runSubgraph } from '@emporium/platform/run-subgraph';
import { catalog } from './subgraph.js';

await runSubgraph(catalog);
