/** What a leaky bucket holds, in milliseconds until it is empty. */
export interface BucketLevel {
  /** False when there was no room: nothing was levels in. */
  fits: boolean;
  level: number;
}

/** The store is away, silent or full: the same call may succeed later. */
export class KeyValueUnavailableError extends Error {
  override name = 'KeyValueUnavailableError';
  readonly retryable = true;
}

/** What was appended to a feed after some earlier reading. */
export interface FeedPage {
  entries: string[];
  /** Where to go on. */
  cursor: string;
}

/** Key-value port for small shared state: revocations, rate limits, caches, live notifications. */
export interface KeyValueStore {
  readonly kind: 'memory' | 'pg' | 'redis';
  /** The value, or undefined when missing or expired. */
  get(key: string): Promise<string | undefined>;
  /** Several values at once, in the order of the keys. */
  getMany(keys: readonly string[]): Promise<(string | undefined)[]>;
  /** Stores a value; it disappears after `ttlSeconds` when given. */
  set(key: string, value: string, ttlSeconds?: number): Promise<void>;
  /** Stores only when the key is absent; true when stored. */
  setIfAbsent(key: string, value: string, ttlSeconds?: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Adds to a counter and returns its new value; the TTL starts with the first increment. */
  increment(key: string, by: number, ttlSeconds: number): Promise<number>;
  /**
   * Adds to a leaky bucket that loses one unit per millisecond, in one atomic step. A negative
   * amount takes back and always fits; more than the capacity fits into an empty bucket only. Whole
   * numbers.
   */
  addToBucket(key: string, amount: number, capacity: number): Promise<BucketLevel>;
  /**
   * Appends to a feed that keeps its entries at least `keepSeconds`, the same for every entry of
   * it.
   */
  append(feed: string, entry: string, keepSeconds: number): Promise<void>;
  /**
   * All entries after the cursor in the order of their appending; without a cursor, or when the
   * store lost the feed since, from the start.
   */
  readFeed(feed: string, cursor?: string): Promise<FeedPage>;
  /** Sends a message to current subscribers of the channel in all processes. Not durable. */
  publish(channel: string, message: string): Promise<void>;
  /** Calls back for each message until the returned function is called. */
  subscribe(channel: string, onMessage: (message: string) => void): Promise<() => Promise<void>>;
  /** Rejects when the store is away. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
