import { runSubgraph } from '@emporium/platform/run-subgraph';
import { orders } from './subgraph.js';

await runSubgraph(orders);
