import { networkOf } from '@emporium/platform/http/network-of';
import { Refusal } from '../request/refusal.js';

/** Bounds how many streams one network keeps open. */
export interface ConnectionLimit {
  /** Counts one stream; returns how to release it. Throws Refusal (429). */
  take(ip: string): () => void;
}

/** Makes a limit per process. */
export function connectionLimit(perIp: number): ConnectionLimit {
  const open = new Map<string, number>();
  return {
    take(ip) {
      const network = networkOf(ip);
      const count = open.get(network) ?? 0;
      if (count >= perIp) throw new Refusal(429, 'RATE_LIMITED', 'Too many open streams.', { retryAfterMs: 5_000, reason: 'connections' });
      open.set(network, count + 1);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        const left = (open.get(network) ?? 1) - 1;
        if (left > 0) open.set(network, left);
        else open.delete(network);
      };
    },
  };
}
