import type { Caller } from '../identity/caller.js';
import type { Answer } from '../request/answer.js';
import { RequestError } from '../request/request-error.js';
import { backlog } from './backlog.js';

type Body = Answer['body'];

/** Answers that are handed out in one turn of the event loop: about a millisecond of work. */
const SLICE = 50;

/** A subscription, as the selection it belongs to sees it. */
export interface Subscriber {
  /** Whose budget pays when it is this subscriber's turn. */
  payer: string;
  caller: Caller;
  hear(body: Body): void;
  /** Ends the subscription; `why` is told to the client. */
  end(why?: RequestError): void;
}

/**
 * What a client selected of the events of a channel: it is run once for each event, and all its
 * subscribers hear the answer in order.
 */
export interface Selection {
  add(subscriber: Subscriber): void;
  remove(subscriber: Subscriber): void;
  /** Something was said on the channel. */
  announce(message: string): void;
  endAll(why?: RequestError): void;
}

export interface SelectionOptions {
  /** Events that may wait for it. */
  bound: number;
  /**
   * What there is to hear of an event: runs its query at the cost of a subscriber, in that one's
   * turn, if it is still wanted then; undefined when there is nothing to tell. Rejects with
   * RequestError when that one cannot pay.
   */
  answer(message: string, payer: Subscriber, isWanted: () => boolean): Promise<Body | undefined>;
  /** Which of several payers is served soonest. */
  soonest(payers: readonly string[]): string;
  /** Resolves in a turn of the event loop of its own. */
  turn(): Promise<void>;
  /** Called once, when the last subscriber has gone. */
  onEmpty(): void;
  onFailure(error: unknown): void;
}

/** Payers among which the one for an event is chosen. */
const CANDIDATES = 8;

/** Makes one without subscribers; it works until the last one has gone. */
export function openSelection({
  bound,
  answer,
  soonest,
  turn,
  onEmpty,
  onFailure,
}: SelectionOptions): Selection {
  const messages = backlog<string>(bound);
  // In the order of paying: who has paid goes to the end.
  const payers = new Map<string, Set<Subscriber>>();
  let isOver = false;

  const close = () => {
    if (isOver || payers.size > 0) return;
    isOver = true;
    messages.end();
    onEmpty();
  };
  const drop = (payer: string, why?: RequestError) => {
    const subscribers = payers.get(payer) ?? [];
    payers.delete(payer);
    for (const subscriber of subscribers) subscriber.end(why);
    close();
  };
  const endAll = (why?: RequestError) => [...payers.keys()].forEach((payer) => drop(payer, why));
  const nextPayer = (): Subscriber | undefined => {
    const payer = payers.size > 0 ? soonest([...payers.keys()].slice(0, CANDIDATES)) : '';
    const subscribers = payers.get(payer);
    if (!subscribers) return undefined;
    payers.delete(payer);
    payers.set(payer, subscribers);
    const [first] = subscribers;
    return first;
  };
  /** Whoever cannot pay goes, and the next one is asked: the work is paid for or not done. */
  const paidAnswer = async (message: string): Promise<Body | undefined> => {
    for (let payer = nextPayer(); payer; payer = nextPayer()) {
      try {
        return await answer(message, payer, () => !isOver);
      } catch (error) {
        if (error instanceof RequestError) drop(payer.payer, error);
        else {
          onFailure(error);
          return undefined;
        }
      }
    }
    return undefined;
  };
  const handOut = async (body: Body) => {
    let count = 0;
    for (const subscriber of [...payers.values()].flatMap((subscribers) => [...subscribers])) {
      if (++count % SLICE === 0) await turn();
      if (payers.get(subscriber.payer)?.has(subscriber)) subscriber.hear(body);
    }
  };
  const work = async () => {
    for await (const message of messages.read()) {
      const body = await paidAnswer(message);
      if (body) await handOut(body);
    }
  };
  work().catch(onFailure);

  return {
    add(subscriber) {
      payers.set(subscriber.payer, (payers.get(subscriber.payer) ?? new Set()).add(subscriber));
    },
    remove(subscriber) {
      const subscribers = payers.get(subscriber.payer);
      if (!subscribers?.delete(subscriber) || subscribers.size > 0) return;
      payers.delete(subscriber.payer);
      close();
    },
    announce(message) {
      if (!messages.push(message)) endAll(behind());
    },
    endAll,
  };
}

/** Events come faster than they can be told: what was missed is in the inbox. */
export function behind(): RequestError {
  return new RequestError(
    429,
    'RATE_LIMITED',
    'Too slow to follow: read the inbox, then subscribe again.',
    {
      retryAfterMs: 5_000,
      reason: 'overflow',
    },
  );
}
