import { DeadlineError, withDeadline } from '@emporium/resilience/deadline';

/** How long a task may take, and what it is called in the error. */
export interface TaskLimit {
  ms: number;
  what: string;
}

/**
 * Runs tasks one after the other in the order they were given; a failed task does not stop the
 * next.
 */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with the outcome of the task. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task, task);
    this.last = result.catch(() => undefined);
    return result;
  }

  /**
   * Like `run`, but rejects with DeadlineError when the task has not ended in its time, the wait
   * for its turn included; then its signal is aborted and the next task begins. One whose time is
   * over before its turn is not begun.
   */
  runWithin<T>({ ms, what }: TaskLimit, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const endsAt = performance.now() + ms;
    const tooLate = () => new DeadlineError(what, ms);
    return this.run(async () => {
      const leftMs = endsAt - performance.now();
      if (leftMs <= 0) throw tooLate();
      return withDeadline(leftMs, what, task, tooLate);
    });
  }
}
