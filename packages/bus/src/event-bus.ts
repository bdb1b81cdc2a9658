/** A message to send. Value is the JSON envelope. */
export interface OutgoingMessage {
  topic: string;
  /** Aggregate id: messages of one key are delivered in the order sent. */
  key: string;
  value: string;
  headers: Record<string, string>;
}

/**
 * A message as received: bytes are kept as they came, since a broken one goes to the dead letters
 * unchanged.
 */
export interface ReceivedMessage {
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
  /** 1 for the first delivery. */
  attempt: number;
}

/** A message that a group gave up on, with the bytes it came with. */
export interface DeadLetter {
  id: string;
  group: string;
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
  error: string;
  attempts: number;
  at: Date;
}

/**
 * Throw this from a handler when no retry can help: the message goes to the dead letters and the
 * group goes on.
 */
export class PoisonMessageError extends Error {
  override name = 'PoisonMessageError';
}

/** The bus is away or silent: the same call may succeed later. */
export class EventBusUnavailableError extends Error {
  override name = 'EventBusUnavailableError';
  readonly retryable = true;
}

/**
 * Whether the error asks for a dead letter; by name too, since a process may hold this module twice
 * (sources and build).
 */
export function isPoison(error: unknown): error is PoisonMessageError {
  return (
    error instanceof PoisonMessageError ||
    (error instanceof Error && error.name === 'PoisonMessageError')
  );
}

/** Outcome per message of a publish call, in input order. */
export type PublishResult =
  | { ok: true }
  | { ok: false; /** The bus will never take it (too large, …). */ permanent: true; error: string };

export interface SubscribeOptions {
  /** Consumer group, `<subgraph>-<purpose>`. */
  group: string;
  topics: readonly string[];
  /**
   * How many messages of different keys a partition may handle at the same time (Kafka); default 1.
   * For handlers whose writes join into one. A failure behind which others worked repeats those,
   * too.
   */
  concurrency?: number;
  /**
   * Handles one message. Resolve = done. Throw PoisonMessageError = dead letter. Throw anything
   * else = transient: the message is delivered again after a backoff and only this key (memory) or
   * partition (Kafka) waits.
   */
  handle(message: ReceivedMessage): Promise<void>;
}

/** Where a message stands; unlike the id of an event every message has it. */
export interface MessagePosition {
  topic: string;
  partition: number;
  offset: string;
}

/** Which message: by the id of its event, or by where it stands. */
export type MessagePlace = { id: string } | MessagePosition;

/** A place as one word, as operators write it: the id, or `topic/partition/offset`. */
export const nameOfPlace = (place: MessagePlace): string =>
  'id' in place ? place.id : `${place.topic}/${place.partition}/${place.offset}`;

/** State of one consumer group, for health and metrics. */
export interface GroupState {
  group: string;
  /** Messages published and not yet handled by this group; NaN while it cannot be known. */
  lag: number;
  /** `failing` = retrying a transient failure; `stopped` = beyond self repair. */
  state: 'running' | 'failing' | 'stopped';
  lastError?: string;
  /** The message that fails, when one does: it holds up those behind it. */
  blockedBy?: MessagePosition;
  /**
   * For how long the oldest message that was seen and not handled waits, in seconds; 0 when none
   * does.
   */
  oldestSeconds: number;
  /** Since when this process has handled nothing, in seconds. */
  idleSeconds: number;
  /** Messages that the group gave up and that were not replayed. */
  deadLetters: number;
}

export interface Subscription {
  /** Stops taking messages and waits for those in flight. */
  stop(): Promise<void>;
}

/**
 * Carries events between subgraphs: at least once, in order per key, durable once `publish`
 * resolved.
 */
export interface EventBus {
  readonly kind: 'memory' | 'kafka';
  /** Creates topics that are missing. Idempotent. */
  ensureTopics(topics: readonly string[]): Promise<void>;
  /**
   * Resolves when all accepted messages are durable. Rejects with EventBusUnavailableError when the
   * bus is away or silent (nothing may be assumed sent: send again).
   */
  publish(messages: readonly OutgoingMessage[]): Promise<PublishResult[]>;
  /**
   * Starts a consumer of a group. A new group gets every message published since its topics exist.
   */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** State of the groups that run in this process. */
  groups(): Promise<GroupState[]>;
  /** Lists dead letters of a group, oldest first. */
  deadLetters(group: string, page: { first: number; after?: string }): Promise<DeadLetter[]>;
  /**
   * Delivers dead letters to their group again (all, or the given ids) and removes them from the
   * list. Returns how many.
   */
  replayDeadLetters(group: string, ids?: readonly string[]): Promise<number>;
  /**
   * Puts a message aside that a group cannot handle, as a dead letter with the reason, although the
   * group still runs, here or in other processes: at once, or (Kafka) when it is tried next. False
   * when the group is past it. An id is known to be past only by the embedded bus; on Kafka it
   * waits for the event.
   */
  skip(group: string, place: MessagePlace, reason: string): Promise<boolean>;
  /**
   * Delivers to the group again what was published at `since` or later (by the clock of the
   * sender), without it all that the log still has: for a replica that is built anew, or a store
   * that was set back to an earlier moment. Never skips what the group has not handled yet. Returns
   * how many messages the group gets now. Rejects when there is no such group, or (Kafka) when it
   * runs in another process.
   */
  rewind(group: string, since?: Date): Promise<number>;
  /** Rejects when the bus cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
