import type { Job } from '@emporium/platform/define-subgraph';
import { republishQueued } from './republish-queued.js';

/** Publishes what a change of a category queued and a crash left. */
export const republishProducts: Job = {
  name: 'republish-products',
  everyMs: 5_000,
  run: republishQueued,
};
