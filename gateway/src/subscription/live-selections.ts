import { randomUUID } from 'node:crypto';
import { ANONYMOUS } from '@emporium/auth/principal';
import { dataObject } from '@emporium/federation-executor/response/serialized-data';
import { fairQueue } from '@emporium/resilience/fair-queue';
import type { Logger } from 'pino';
import type { Caller } from '../identity/caller.js';
import type { Revocations } from '../identity/revocations.js';
import type { Budgets } from '../limit/budgets.js';
import type { PreparedOperation } from '../request/prepare-operation.js';
import type { Answer } from '../request/answer.js';
import { RequestError } from '../request/request-error.js';
import type { RunOperation } from '../request/run-operation.js';
import type { SupergraphSnapshot } from '../supergraph/federation.js';
import type { LiveChannels } from './live-channels.js';
import { ID_VARIABLE } from './rerun-document.js';
import { openSelection, type Selection, type Subscriber } from './selection.js';

/**
 * Queries for events that run at the same time: whoever asks for something else meanwhile shares
 * the process with so many.
 */
const RUNS_AT_ONCE = 4;
/** Events that may wait for a subscriber of its own, and for all who share a selection. */
const OWN_EVENTS = 200;
const SHARED_EVENTS = 2_000;

/**
 * What a subscription hears: the query that is run for each event of a channel, and the key of its
 * one field.
 */
export interface Heard {
  channel: string;
  query: PreparedOperation;
  key: string;
}

/** All selections of this process. Equal ones of anonymous subscribers are one. */
export interface LiveSelections {
  /**
   * Lets a subscriber hear; resolves, once it does, with how to leave. Rejects when the store of
   * live messages is away.
   */
  join(heard: Heard, subscriber: Omit<Subscriber, 'payer'>): Promise<() => void>;
}

export interface LiveSelectionsOptions {
  channels: LiveChannels;
  run: RunOperation;
  budgets: Budgets;
  revocations: Revocations;
  log: Logger;
}

interface Open {
  selection: Selection;
  /** Resolves with how to stop listening to the channel. */
  listening: Promise<() => void>;
}

/** Makes the registry of selections, and the one queue in which their payers take turns. */
export function createLiveSelections({
  channels,
  run,
  budgets,
  revocations,
  log,
}: LiveSelectionsOptions): LiveSelections {
  const shared = new WeakMap<SupergraphSnapshot, Map<string, Open>>();
  // Nobody waits twice, so what waits is bounded by the number of subscriptions.
  const queue = fairQueue({
    slots: RUNS_AT_ONCE,
    waitingPerCaller: Infinity,
    waiting: Infinity,
    refuse: () => new Error('endless'),
  });
  const turn = eachInItsTurn();

  const answerWith = (
    { query, key }: Heard,
    message: string,
    payer: Subscriber,
    isWanted: () => boolean,
  ) =>
    queue.run(payer.payer, async (): Promise<Answer['body'] | undefined> => {
      const id = notificationId(message);
      if (!id || !isWanted() || isWithdrawn(payer.caller, revocations)) return undefined;
      const caller = isNobody(payer.caller) ? nobodyAt(payer.caller) : payer.caller;
      const charge = await budgets.charge(caller, query.cost, 0, []);
      // Events say nothing of what they cost: who shares one pays in turn.
      const answer = await run(
        { ...query, charge, variables: { ...query.variables, [ID_VARIABLE]: id } },
        caller,
      );
      const { extensions: _cost, ...body } = answer.body;
      // Nothing and no error: not for this subscriber.
      return dataObject(body.data)?.[key] === null && !body.errors ? undefined : body;
    });
  const open = (heard: Heard, bound: number, onEmpty: () => void): Open => {
    const selection = openSelection({
      bound,
      answer: (message, payer, isWanted) => answerWith(heard, message, payer, isWanted),
      soonest: (payers) =>
        payers.reduce((best, one) => (queue.waitingOf(one) < queue.waitingOf(best) ? one : best)),
      turn,
      onEmpty() {
        onEmpty();
        void listening.then((stop) => stop()).catch(() => {});
      },
      onFailure: (error) => log.error({ err: error }, 'an event could not be told'),
    });
    const listening = channels.listen(heard.channel, {
      onMessage: selection.announce,
      onEnd: () => selection.endAll(),
    });
    return { selection, listening };
  };
  const openShared = (heard: Heard): Open => {
    const { snapshot, prepared, variables } = heard.query;
    const all = shared.get(snapshot) ?? new Map<string, Open>();
    shared.set(snapshot, all);
    const name = JSON.stringify([heard.channel, prepared.source, variables]);
    const found = all.get(name) ?? open(heard, SHARED_EVENTS, () => all.delete(name));
    all.set(name, found);
    return found;
  };
  return {
    async join(heard, given) {
      const subscriber = { ...given, payer: budgets.payerOf(given.caller) };
      const { selection, listening } = isNobody(given.caller)
        ? openShared(heard)
        : open(heard, OWN_EVENTS, () => {});
      selection.add(subscriber);
      try {
        await listening;
      } catch (error) {
        log.warn({ err: error }, 'live channel cannot be opened');
        selection.remove(subscriber);
        throw new RequestError(
          503,
          'SUBGRAPH_UNAVAILABLE',
          'Live updates are not available right now.',
          { reason: 'live' },
        );
      }
      return () => selection.remove(subscriber);
    },
  };
}

/** Whoever shows nothing of who they are sees what everybody sees. */
function isNobody({ principal }: Caller): boolean {
  return principal.kind === 'anonymous' && !principal.guest;
}

/** The answer is for others as well, so nothing of the payer goes along but whose budget it is. */
function nobodyAt({ ip }: Caller): Caller {
  return { principal: ANONYMOUS, ip, requestId: randomUUID() };
}

function notificationId(message: string): string | undefined {
  try {
    const { notificationId: id } = JSON.parse(message) as { notificationId?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function isWithdrawn(caller: Caller, revocations: Revocations): boolean {
  if (caller.token && caller.token.expiresAt * 1_000 <= Date.now()) return true;
  try {
    revocations.require(caller, false);
    return false;
  } catch {
    return true;
  }
}

/**
 * Whoever waits goes on in a turn of the event loop that nobody else of them has, so that other
 * work comes in between.
 */
function eachInItsTurn(): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(() => new Promise((resolve) => setImmediate(resolve))));
}
