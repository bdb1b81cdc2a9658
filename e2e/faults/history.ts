/** What a client did and what became of it. */
export interface Happening {
  /** Milliseconds since the run began. */
  at: number;
  ms: number;
  operation: string;
  /**
   * `ok`; `refused` = the shop said no for a reason of the trade; `failed` = errors in the answer;
   * `broken` = no answer at all, so that the client cannot know.
   */
  outcome: 'ok' | 'refused' | 'failed' | 'broken';
  detail?: string;
  /** Whether every error said that the same request may succeed later. */
  retryable?: boolean;
}

/** Something a client saw that cannot be. */
export interface Wrong {
  id: string;
  at: number;
  what: string;
}

/** A time in which something was broken. */
export interface FaultWindow {
  title: string;
  from: number;
  /** Healed, with some time to recover. */
  to: number;
  /** Operations that must not notice. */
  unaffected: readonly string[];
  /** Requests at work may get no answer at all, or a late one: what hurts is the gateway itself. */
  takesAnswers?: boolean;
}

/** One order somebody wanted, by its idempotency key. */
export interface OrderWish {
  key: string;
  email: string;
  /** Who asked; guests have none. */
  token?: string;
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
  readonly wrong: Wrong[] = [];
  /** The errors of all answers, with the ids of their requests. */
  readonly errors: { code: string; id: string | undefined }[] = [];
  /** What must not be in any log: tokens that clients got. */
  readonly secrets = new Set<string>();
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
      const label =
        outcome === 'ok' ? 'ok' : `${outcome}${detail ? ` (${detail.slice(0, 60)})` : ''}`;
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
