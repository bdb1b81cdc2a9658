import { runSubgraph } from '@emporium/platform/run-subgraph';
import { media } from './subgraph.js';

await runSubgraph(media);
