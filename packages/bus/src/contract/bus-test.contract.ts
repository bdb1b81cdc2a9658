import {
  type EventBus,
  type OutgoingMessage,
  PoisonMessageError,
  type ReceivedMessage,
  type SubscribeOptions,
} from '../event-bus.js';

/** What an adapter's test gives to the suite; made anew for each test, on an empty store. */
export interface BusHarness {
  /** Another adapter instance on the same store. */
  open(): Promise<EventBus>;
  /**
   * Cuts an instance off from its store at once, as SIGKILL would; it may not mark anything any
   * more.
   */
  crash(bus: EventBus): Promise<void>;
  /** Puts a message on the bus as a foreign producer would. */
  sendRaw(message: {
    topic: string;
    key: string;
    value: Buffer | null;
    headers: Record<string, string>;
  }): Promise<void>;
  /** Two keys that do not hold up each other when the first one fails. */
  apart: readonly [string, string];
  /** Longest time to wait for a delivery, in milliseconds. */
  timeoutMs: number;
  /** Only one process may use the store, so that an operator's command runs in it. */
  oneProcess: boolean;
  dispose(): Promise<void>;
}

/** What each part of the suite works with. */
export interface BusTest {
  harness: BusHarness;
  open(): Promise<EventBus>;
  /** Waits until the assertion holds. */
  eventually(assertion: () => unknown): Promise<void>;
}

/** A message as the relay sends it; `body` is told apart by the tests. */
export function message(
  key: string,
  body: string,
  topic: OutgoingMessage['topic'] = 'product_events',
): OutgoingMessage {
  return { topic, key, value: JSON.stringify({ body }), headers: { id: body, type: 'TEST' } };
}

/** The body of a message made by `message`. */
export function bodyOf(received: Pick<ReceivedMessage, 'value'>): string {
  return (JSON.parse(received.value!.toString()) as { body: string }).body;
}

/** A subscription that records what it handled; `refuse` makes deliveries fail. */
export function recorder(
  group: string,
  refuse: (body: string, received: ReceivedMessage) => Error | undefined | Promise<void> = () =>
    undefined,
) {
  const handled: string[] = [];
  const attempts: ReceivedMessage[] = [];
  const options: SubscribeOptions = {
    group,
    topics: ['product_events'],
    handle: async (received) => {
      attempts.push(received);
      const body = bodyOf(received);
      const refusal = await refuse(body, received);
      if (refusal) throw refusal;
      handled.push(body);
    },
  };
  return { handled, attempts, options };
}

/** Refuses one body as poison. */
export function poison(body: string) {
  return (found: string) =>
    found === body ? new PoisonMessageError(`${body} is poison`) : undefined;
}
