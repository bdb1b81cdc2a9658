import { networkOf, siteOf } from '@emporium/platform/http/network-of';
import type { Runtime } from '@emporium/platform/runtime';
import { withDeadline } from '@emporium/resilience/deadline';

const MINUTE_MS = 60_000;
/** Of IPv6 all networks of one /48 have so many times the share of one. */
const SITE_FACTOR = 8;
const TIMEOUT_MS = 100;

/** A network has had as many copies made as it may for now. */
export class RendersUsedUpError extends Error {
  override name = 'RendersUsedUpError';
  constructor(readonly retryAfterMs: number) {
    super(`no more copies are made for this network for ${retryAfterMs} ms`);
  }
}

/** How many copies are made for one network in a minute, over all replicas. */
export interface RenderShare {
  /**
   * Counts one; rejects with RendersUsedUpError when it is one too many. While the store is away
   * nothing is counted.
   */
  take(ip: string | undefined): Promise<void>;
}

/** Makes the share over the store of limits. */
export function renderShare(
  { cache, log }: Pick<Runtime, 'cache' | 'log'>,
  perMinute: number,
): RenderShare {
  const count = async (network: string, most: number) => {
    const amount = Math.max(1, Math.ceil(MINUTE_MS / most));
    const { fits, level } = await withDeadline(TIMEOUT_MS, 'counting a render', () =>
      cache.addToBucket(`media:renders:${network}`, amount, MINUTE_MS),
    );
    if (!fits) throw new RendersUsedUpError(Math.max(1, level + amount - MINUTE_MS));
  };
  return {
    async take(ip) {
      const address = ip ?? 'unknown';
      const site = siteOf(address);
      try {
        await count(networkOf(address), perMinute);
        if (site) await count(site, perMinute * SITE_FACTOR);
      } catch (error) {
        if (error instanceof RendersUsedUpError) throw error;
        log.warn({ err: error }, 'renders are not counted');
      }
    },
  };
}
