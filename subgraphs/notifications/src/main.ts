import { runSubgraph } from '@emporium/platform/run-subgraph';
import { notifications } from './subgraph.js';

await runSubgraph(notifications);
