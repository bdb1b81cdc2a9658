import { withDeadline } from '@emporium/resilience/deadline';
import type { Logger } from 'pino';
import { Pool } from 'undici';
import { wholeAnswer } from './http/whole-answer.js';

/** Milliseconds between two questions to a replica. */
const PAUSE_MS = 500;
/** A question that waits longer than this for its answer makes its replica silent. */
const SILENT_AFTER_MS = 400;
/** Then its connection is thrown away, and the next question opens another one. */
const GIVEN_UP_MS = 1_000;
/** Nobody asks on behalf of a client that has made no call for so long. */
const IDLE_MS = 60_000;

/** Knows which replicas of one service do not answer, without risking a customer's call on them. */
export interface ReplicaWatch {
  /** True from 400 ms after a question that has no answer yet until the replica answers one. */
  isSilent(replica: URL): boolean;
  /** Says that a call is made: the replicas are asked for another minute. */
  inUse(): void;
  /**
   * Resolves when `isSilent` can be believed: at once while the replicas are being asked, else when
   * all have answered, in half a second at most.
   */
  known(): Promise<void>;
  /** Stops asking. */
  close(): Promise<void>;
}

interface Watched {
  replica: URL;
  pool: Pool;
  /** When the oldest question without an answer was sent, on the clock of `performance.now()`. */
  unansweredSince?: number | undefined;
  isAsking: boolean;
  wasReported: boolean;
}

/**
 * Asks each replica twice a second for the 401 that a call without identity gets: it costs nothing
 * there, and a process that is frozen, stuck or cut off does not give it. A list of one is not
 * watched, since there is no choice.
 */
export function watchReplicas(
  name: string,
  replicas: readonly URL[],
  log?: Pick<Logger, 'info' | 'warn'>,
): ReplicaWatch {
  const watched = replicas.map((replica): Watched => {
    const pool = new Pool(replica.origin, {
      connections: 1,
      keepAliveTimeout: 4_000,
      connect: { timeout: GIVEN_UP_MS },
    });
    return { replica, pool, isAsking: false, wasReported: false };
  });
  let timer: NodeJS.Timeout | undefined;
  let usedAt = 0;
  let closed = false;
  /** While it is open, too little is known. */
  let firstRound: Promise<unknown> | undefined;

  const ask = async (one: Watched): Promise<void> => {
    if (one.isAsking) return;
    one.isAsking = true;
    one.unansweredSince ??= performance.now();
    try {
      const deadlineAt = performance.now() + GIVEN_UP_MS;
      await wholeAnswer(one.pool, { method: 'POST', path: one.replica.pathname }, { deadlineAt });
      one.unansweredSince = undefined;
      if (one.wasReported)
        log?.info(
          { subgraph: name, replica: one.replica.host },
          'a replica answers again and gets calls',
        );
      one.wasReported = false;
    } catch (error) {
      if (!one.wasReported && !closed)
        log?.warn(
          { subgraph: name, replica: one.replica.host, err: error },
          'a replica does not answer: others get its calls',
        );
      one.wasReported = true;
    } finally {
      one.isAsking = false;
    }
  };
  const askAll = () => Promise.all(watched.map(ask));
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const start = () => {
    usedAt = performance.now();
    if (timer || closed || watched.length < 2) return;
    // What was known before the pause says nothing about now.
    for (const one of watched) one.unansweredSince = undefined;
    timer = setInterval(() => {
      if (performance.now() - usedAt > IDLE_MS) stop();
      else void askAll();
    }, PAUSE_MS).unref();
    firstRound = withDeadline(SILENT_AFTER_MS + 50, 'the first round', askAll)
      .catch(() => undefined)
      .then(() => (firstRound = undefined));
  };
  return {
    isSilent: (replica) => {
      const since = watched.find((one) => one.replica === replica)?.unansweredSince;
      return (
        watched.length > 1 && since !== undefined && performance.now() - since > SILENT_AFTER_MS
      );
    },
    inUse: start,
    known: async () => {
      start();
      await firstRound;
    },
    close: async () => {
      closed = true;
      stop();
      await Promise.all(watched.map(({ pool }) => pool.destroy()));
    },
  };
}
