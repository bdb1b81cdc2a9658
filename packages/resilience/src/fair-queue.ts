/** How much runs at a time, and how much may wait, of one caller and of all. */
export interface FairQueueLimits {
  slots: number;
  waitingPerCaller: number;
  waiting: number;
  /** The error of who may not wait. */
  refuse(): Error;
}

/** Work of many callers over few slots: callers take turns, however much each of them asks for. */
export interface FairQueue {
  /**
   * Runs the work in its turn. Rejects with the error of `refuse` when the caller's share of the
   * places is taken, or when another caller needs its place.
   */
  run<T>(caller: string, work: () => Promise<T>): Promise<T>;
  /** How much of a caller's work waits. */
  waitingOf(caller: string): number;
}

interface Turn {
  start(): void;
  refuse(): void;
}

/** Makes a queue of this process. */
export function fairQueue({
  slots,
  waitingPerCaller,
  waiting,
  refuse,
}: FairQueueLimits): FairQueue {
  // In the order of their turns: who was served goes to the end.
  const callers = new Map<string, Turn[]>();
  let free = slots;
  let count = 0;

  const take = (caller: string, turns: Turn[], turn: Turn | undefined) => {
    callers.delete(caller);
    if (turns.length > 0) callers.set(caller, turns);
    if (turn) count -= 1;
    return turn;
  };
  const next = () => {
    const [first] = callers;
    const turn = first && take(first[0], first[1], first[1].shift());
    if (turn) turn.start();
    else free += 1;
  };
  /** Whoever holds most places gives the last one up for a caller who holds fewer. */
  const makeRoom = (holding: number) => {
    const [most] = [...callers].toSorted(([, one], [, other]) => other.length - one.length);
    if (!most || most[1].length <= holding + 1) throw refuse();
    count -= 1;
    most[1].pop()!.refuse();
  };
  const wait = (caller: string) => {
    const turns = callers.get(caller) ?? [];
    if (turns.length >= waitingPerCaller) throw refuse();
    if (count >= waiting) makeRoom(turns.length);
    count += 1;
    callers.set(caller, turns);
    return new Promise<void>((resolve, reject) =>
      turns.push({ start: resolve, refuse: () => reject(refuse()) }),
    );
  };
  return {
    waitingOf: (caller) => callers.get(caller)?.length ?? 0,
    async run(caller, work) {
      if (free > 0) free -= 1;
      else await wait(caller);
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}
