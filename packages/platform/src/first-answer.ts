/** What a read may do at replicas. */
export interface ReadPlan<T, R> {
  /** In the order to ask; at least one. */
  replicas: readonly T[];
  ask(replica: T): Promise<R>;
  /** Milliseconds without an answer before the next replica is asked as well. */
  timeoutMs: number;
  /**
   * Whether to ask another one beside this one, which has not answered in that time; asked again
   * after as long a time when not.
   */
  mayAskBeside(waitingFor: T): boolean;
  /** Whether another replica may do better after this failure. */
  isWorthAnother(failure: unknown): boolean;
  /**
   * Whether another replica may do better than this answer, which is kept in case that it does not.
   */
  isPoor(answer: R): boolean;
}

/**
 * Reads at the first replica that answers well: the next one is asked when one fails, answers
 * poorly, or takes its time. Rejects with the last failure when all have failed.
 */
export function firstAnswer<T, R>(plan: ReadPlan<T, R>): Promise<R> {
  return new Promise((resolve, reject) => {
    const left = [...plan.replicas];
    let running = 0;
    let timer: NodeJS.Timeout | undefined;
    let poor: { answer: R } | undefined;
    let isOver = false;
    const settle = (end: () => void) => {
      isOver = true;
      clearTimeout(timer);
      end();
    };
    const goOn = (failure?: unknown) => {
      if (isOver) return;
      if (left.length > 0) askNext();
      else if (running === 0)
        settle(() => (poor ? resolve(poor.answer) : reject(failure as Error)));
    };
    const askNext = () => {
      clearTimeout(timer);
      const replica = left.shift()!;
      const waitOn = () => {
        timer = setTimeout(
          () => (plan.mayAskBeside(replica) ? askNext() : waitOn()),
          plan.timeoutMs,
        );
      };
      if (left.length > 0) waitOn();
      running++;
      plan.ask(replica).then(
        (answer) => {
          running--;
          if (!plan.isPoor(answer)) return void (isOver || settle(() => resolve(answer)));
          poor ??= { answer };
          goOn();
        },
        (failure: unknown) => {
          running--;
          if (!plan.isWorthAnother(failure)) left.length = 0;
          goOn(failure);
        },
      );
    };
    askNext();
  });
}
