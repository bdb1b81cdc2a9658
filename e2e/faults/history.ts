/** What a client did and what became of it. */
export interface Happening {
  /** Milliseconds since the run began. */
  at: number;
  ms: number;
  operation: string;
  /**
   * `ok`; `refused` = the shop said no for a reason of the trade; `failed` = errors in the answer; `broken` = no answer at all, so that
   * the client cannot know.
   */
  outcome: 'ok' | 'refused' | 'failed' | 'broken';
  detail?: string;
}

/** A time in which something was broken. */
export interface FaultWindow {
  title: string;
  from: number;
  /** Healed, with some time to recover. */
  to: number;
  /** Operations that must not notice. */
  unaffected: readonly string[];
}

/** One order somebody wanted, by its idempotency key. */
export interface OrderWish {
  key: string;
  email: string;
  variables: Record<string, unknown>;
  acknowledged: Set<string>;
  refusals: Set<string>;
  /** The last answer left open whether there is an order. */
  open: boolean;
  guestToken?: string;
}

/** Everything that happened, in one place. */
export class History {
  readonly happenings: Happening[] = [];
  readonly windows: FaultWindow[] = [];
  readonly wishes: OrderWish[] = [];
  private readonly began = performance.now();

  now(): number {
    return Math.round(performance.now() - this.began);
  }

  add(happening: Happening): void {
    this.happenings.push(happening);
  }

  /** Counts per operation and outcome from one time to another, e.g. `read 120 ok, 1 failed`. */
  summary(from = 0, to = Infinity): string[] {
    const counts = new Map<string, Map<string, number>>();
    for (const { at, operation, outcome, detail } of this.happenings) {
      if (at < from || at >= to) continue;
      const of = counts.get(operation) ?? new Map<string, number>();
      counts.set(operation, of);
      const label = outcome === 'ok' ? 'ok' : `${outcome}${detail ? ` (${detail.slice(0, 60)})` : ''}`;
      of.set(label, (of.get(label) ?? 0) + 1);
    }
    return [...counts].sort().map(
      ([operation, of]) =>
        `${operation.padEnd(8)} ${[...of]
          .sort((a, b) => b[1] - a[1])
          .map(([label, n]) => `${n} ${label}`)
          .join(', ')}`,
    );
  }
}
