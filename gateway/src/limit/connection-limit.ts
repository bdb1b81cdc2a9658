import { networkOf, siteOf } from '@emporium/platform/http/network-of';
import { RequestError } from '../request/request-error.js';

/** Of IPv6 all networks of one /48 together hold so many times what one of them may. */
const SITE_FACTOR = 8;

/** Bounds what one network keeps open at a time. */
export interface ConnectionLimit {
  /** Counts one more; returns how to release it. Throws RequestError (429). */
  take(ip: string): () => void;
}

/** Makes a limit of this process; `message` is what is told to whom there is no room for. */
export function createConnectionLimit(perNetwork: number, message: string): ConnectionLimit {
  const open = new Map<string, number>();
  const change = (name: string, by: 1 | -1) => {
    const count = (open.get(name) ?? 0) + by;
    if (count > 0) open.set(name, count);
    else open.delete(name);
  };
  return {
    take(ip) {
      const site = siteOf(ip);
      const bounds: [string, number][] = [
        [networkOf(ip), perNetwork],
        ...(site ? [[site, perNetwork * SITE_FACTOR] as [string, number]] : []),
      ];
      if (bounds.some(([name, most]) => (open.get(name) ?? 0) >= most))
        throw new RequestError(429, 'RATE_LIMITED', message, {
          retryAfterMs: 5_000,
          reason: 'connections',
        });
      for (const [name] of bounds) change(name, 1);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        for (const [name] of bounds) change(name, -1);
      };
    },
  };
}
