import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
/** Beyond that many threads per core, time-outs between services say nothing about them. */
export const OVERLOADED = 3;

/** How much others use the machine: the runner has no right to a core of its own. */
export interface Machine {
  /**
   * Threads that wanted to run, per core, on average in that time of the history; 1 where it cannot
   * be seen.
   */
  crowd(from: number, to: number): number;
}

/** Looks at the run queue until told to stop. */
export function watchMachine(now: () => number, until: AbortSignal): Machine {
  const samples: { at: number; crowd: number }[] = [];
  void (async () => {
    while (!until.aborted) {
      samples.push({ at: now(), crowd: running() / availableParallelism() });
      await sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    crowd: (from, to) => {
      const seen = samples.filter(
        ({ at }) => at >= from - LOOK_EVERY_MS && at <= to + LOOK_EVERY_MS,
      );
      return seen.length === 0
        ? 1
        : Math.max(1, seen.reduce((sum, { crowd }) => sum + crowd, 0) / seen.length);
    },
  };
}

function running(): number {
  try {
    return Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[3]!.split('/')[0]);
  } catch {
    return 1;
  }
}
