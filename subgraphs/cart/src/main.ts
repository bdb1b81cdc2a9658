import { runSubgraph } from '@emporium/platform/run-subgraph';
import { cart } from './subgraph.js';

await runSubgraph(cart);
