import { runSubgraph } from '@emporium/platform/run-subgraph';
import { users } from './subgraph.js';

await runSubgraph(users);
