import { runSubgraph } from '@emporium/platform/run-subgraph';
import { pricing } from './subgraph.js';

await runSubgraph(pricing);
