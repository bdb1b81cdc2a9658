import { runSubgraph } from '@emporium/platform/run-subgraph';
import { search } from './subgraph.js';

await runSubgraph(search);
