import { isRetryable } from '@emporium/platform/is-retryable';
import { describe, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { startFaultProxy, type FaultProxy, type Faults } from './fault-proxy.js';

/**
 * How much later than its deadline a call may settle here, in milliseconds: the machine is shared
 * by engines and other tests.
 */
const MARGIN_MS = 1_500;

/** A port's adapter whose connections go through the proxy. */
export interface BehindProxy {
  /**
   * Each works now, must fail in time with an error that may be retried while the network is
   * silent, and works after it.
   */
  calls: Record<string, () => Promise<unknown>>;
  /**
   * What by its contract does not tell of a silent network; it must settle in time, in whatever
   * way.
   */
  quietCalls?: Record<string, () => Promise<unknown>>;
  /**
   * What must come true by itself after healing, beyond the calls: e.g. that messages arrive again.
   */
  recovered?(): Promise<unknown>;
  close(): Promise<void>;
}

/** A way of the product to another process. */
export interface SilenceCase {
  /**
   * Files that open the connections, from the root of the repository: `npm run check -- layout`
   * knows by them what is covered.
   */
  opens: readonly string[];
  /** What the proxy stands in front of; any URL with a port. */
  target(): string | Promise<string>;
  open(proxy: FaultProxy): Promise<BehindProxy>;
  /** The longest that one call may take. */
  deadlineMs: number;
  /** The longest until the first call works again after healing; default 20 s. */
  recoveryMs?: number;
}

const LOSE = { hang: 'lose' } as const;
const SILENCES: readonly [name: string, faults: Faults][] = [
  [
    'goes dead, old connections and new ones',
    { connections: 'hang', toServer: LOSE, toClient: LOSE },
  ],
  ['takes requests and holds its answers back', { toClient: { hang: 'hold' } }],
];

/**
 * Declares that a silent peer costs at most the deadline, that the error says that the call may be
 * repeated, and that the same object works again once the network does, without a restart.
 */
export function describeSilence(
  name: string,
  { opens, target, open, deadlineMs, recoveryMs = 20_000 }: SilenceCase,
): void {
  describe(`silent: ${name} (${opens.join(', ')})`, () => {
    test.for(SILENCES)(
      `a peer that %s costs at most ${deadlineMs} ms, and nobody has to restart anything`,
      { timeout: 4 * deadlineMs + 3 * recoveryMs + 30_000 },
      async ([, faults], { annotate }) => {
        const proxy = await startFaultProxy(await target());
        const port = await open(proxy);
        const { calls, quietCalls = {} } = port;
        try {
          for (const [call, work] of Object.entries({ ...calls, ...quietCalls }))
            await named(call, work());
          await proxy.set(faults);
          const all = Object.entries({ ...calls, ...quietCalls });
          const outcomes = await Promise.all(
            all.map(([call, work]) => timed(call, work, deadlineMs + MARGIN_MS)),
          );
          const worst = outcomes.reduce((a, b) => (a.ms > b.ms ? a : b));
          await annotate(
            `${name}: deadline ${deadlineMs} ms, slowest ${worst.call} ${Math.round(worst.ms)} ms, ${all.length} calls`,
          );
          expect(outcomes.filter(({ ms }) => ms === Infinity).map(({ call }) => call)).toEqual([]);
          const loud = outcomes.filter(({ call }) => call in calls);
          expect(loud.filter(({ error }) => error === undefined).map(({ call }) => call)).toEqual(
            [],
          );
          expect(
            loud
              .filter(({ error }) => !isRetryable(error))
              .map(({ call, error }) => `${call}: ${String(error)}`),
          ).toEqual([]);

          await proxy.heal();
          const healedAt = performance.now();
          for (const [call, work] of Object.entries(calls))
            await eventually(() => named(call, work()), recoveryMs);
          await eventually(async () => port.recovered?.(), recoveryMs);
          await annotate(
            `${name}: works again ${Math.round(performance.now() - healedAt)} ms after healing`,
          );
        } finally {
          await proxy.heal();
          await port.close();
          await proxy.close();
        }
      },
    );
  });
}

async function named(call: string, work: Promise<unknown>): Promise<void> {
  await work.catch((cause: unknown) => {
    throw new Error(`${call} does not work: ${String(cause)}`, { cause });
  });
}

async function timed(
  call: string,
  work: () => Promise<unknown>,
  limitMs: number,
): Promise<{ call: string; ms: number; error?: unknown }> {
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ call: string; ms: number }>((resolve) => {
    timer = setTimeout(() => resolve({ call, ms: Infinity }), limitMs);
  });
  const outcome = work().then(
    () => ({ call, ms: performance.now() - start }),
    (error: unknown) => ({ call, ms: performance.now() - start, error }),
  );
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer));
}
