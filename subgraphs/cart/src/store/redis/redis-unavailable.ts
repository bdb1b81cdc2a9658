import { isRedisTrouble } from '@emporium/kv/redis-trouble';
import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';

/**
 * Turns trouble with Redis into "unavailable", which shoppers may repeat; a mistake of ours stays
 * the error that it is.
 */
export function unavailable(error: unknown): never {
  if (!isRedisTrouble(error)) throw error;
  throw new SubgraphUnavailableError(
    'cart',
    /timed? ?out/i.test((error as Error).message) ? 'timeout' : 'down',
    { cause: error },
  );
}
