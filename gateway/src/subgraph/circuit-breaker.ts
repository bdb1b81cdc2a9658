/**
 * Fails calls to a dead subgraph at once, so that a request does not wait its whole time-out for
 * it.
 */
export interface CircuitBreaker {
  /** False while open; lets one trial call through after the pause. */
  mayCall(): boolean;
  succeeded(): void;
  failed(): void;
  readonly isOpen: boolean;
}

export interface CircuitBreakerOptions {
  /** Failures in a row that open it. */
  failures?: number;
  /** Milliseconds until a trial. */
  pauseMs?: number;
  now?: () => number;
}

/** A breaker that counts failures in a row. */
export function createCircuitBreaker({
  failures = 5,
  pauseMs = 1_000,
  now = Date.now,
}: CircuitBreakerOptions = {}): CircuitBreaker {
  let inARow = 0;
  let closedUntilTrial = 0;
  return {
    mayCall() {
      if (inARow < failures) return true;
      if (now() < closedUntilTrial) return false;
      // One trial at a time: the next one only after another pause.
      closedUntilTrial = now() + pauseMs;
      return true;
    },
    succeeded() {
      inARow = 0;
    },
    failed() {
      inARow++;
      if (inARow >= failures) closedUntilTrial = now() + pauseMs;
    },
    get isOpen() {
      return inARow >= failures;
    },
  };
}
