import { httpSubgraphClient } from '@emporium/platform/http-subgraph-client';
import { eventually } from '@emporium/testing/eventually';
import { admin } from '@emporium/testing/principals';
import { expect } from 'vitest';

const START_MS = 120_000;
/** What the gateway waits for a subgraph. */
export const TIMEOUT_MS = 3_000;
/** A call of each kind begins so often. */
const EVERY_MS = 150;

/** One call and what became of it. */
export interface Call {
  /** Milliseconds between the freeze and its start. */
  at: number;
  ms: number;
  error?: string;
}

/** Calls that did not work. */
export const failed = (list: Call[]) => list.filter(({ error }) => error !== undefined);

/**
 * Reads and changes at the two replicas, as from the gateway, one of each at a time until the
 * end.
 */
export function loadReplicas(
  name: string,
  addresses: string[],
  reading: string,
  changing: (n: number) => string,
  internalSecret: string,
) {
  const said: string[] = [];
  const note = (_fields: unknown, text: string) => void said.push(text);
  const client = httpSubgraphClient({
    name,
    url: addresses.join(','),
    internalSecret,
    log: { info: note, warn: note } as never,
  });
  const calls = { reads: [] as Call[], changes: [] as Call[] };
  let zero = performance.now();
  const one = async (list: Call[], query: string) => {
    const begun = performance.now();
    const error = await client
      .execute({
        query,
        principal: admin,
        issuer: 'gateway',
        requestId: 'r',
        timeoutMs: TIMEOUT_MS,
      })
      .then(({ data, errors }) => (data && !errors ? undefined : JSON.stringify(errors)), String);
    list.push({
      at: begun - zero,
      ms: performance.now() - begun,
      ...(error === undefined ? {} : { error }),
    });
  };
  let n = 0;
  const under = new Set<Promise<void>>();
  const timer = setInterval(() => {
    n++;
    for (const call of [one(calls.reads, reading), one(calls.changes, changing(n))]) {
      under.add(call);
      void call.finally(() => under.delete(call));
    }
  }, EVERY_MS);
  return {
    calls,
    said,
    /**
     * Resolves when the last ten of both kinds worked, i.e. both processes have compiled what
     * they need.
     */
    warm: () =>
      eventually(() => {
        for (const list of [calls.reads, calls.changes]) {
          expect(list.length).toBeGreaterThan(20);
          expect(failed(list.slice(-10))).toEqual([]);
        }
      }, START_MS),
    /** From now on times count from here. */
    zero: () => {
      zero = performance.now();
      calls.reads.length = calls.changes.length = 0;
    },
    end: async () => {
      clearInterval(timer);
      await Promise.all(under);
      await client.close();
    },
  };
}
