import type { Job } from '@emporium/platform/define-subgraph';
import type { UsersServices } from '../context.js';
import { publishRevocations } from './revocations.js';

/** Covers a store that was away or came back empty; the limit promised for a revocation is 60 s. */
export const publishMissing: Job<UsersServices> = {
  name: 'publish-revocations',
  everyMs: 15_000,
  run: (ctx) => publishRevocations(ctx, 'missing'),
};
