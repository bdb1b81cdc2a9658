import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';

/** Answers of a Redis that cannot serve at the moment: starting, full, failing over, kept busy by a script. */
const NOT_NOW = /^(LOADING|OOM|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|MISCONF|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM)\b/;

/** Turns trouble with Redis into "unavailable", which shoppers may repeat; a mistake of ours stays the error that it is. */
export function unavailable(error: unknown): never {
  const { name, message } = error as Error;
  if (name === 'ReplyError' && !NOT_NOW.test(message)) throw error;
  throw new SubgraphUnavailableError('cart', /timed? ?out/i.test(message) ? 'timeout' : 'down', { cause: error });
}
