/** How long a replica that refused a connection is asked last, in milliseconds. */
const REST_MS = 1_000;

/** The replicas of one service. */
export interface Addresses<T> {
  /**
   * All of them, in the order to try: each call begins with the next one; those that refused a
   * moment ago or are silent come last. Never fewer than all: when none answers, each gets its
   * turn.
   */
  inTurn(): T[];
  /** Tells that a replica refused a connection. */
  refused(replica: T): void;
}

/** Spreads calls over replicas. `isSilent` knows those that do not answer. */
export function addresses<T>(
  replicas: readonly T[],
  {
    isSilent = () => false,
    now = Date.now,
  }: { isSilent?: (replica: T) => boolean; now?: () => number } = {},
): Addresses<T> {
  const restsUntil = new Map<T, number>();
  let next = 0;
  return {
    inTurn: () => {
      const turn = next++;
      const waits = new Map(
        replicas.map((replica) => [
          replica,
          (restsUntil.get(replica) ?? 0) > now() || isSilent(replica),
        ]),
      );
      const ready = replicas.filter((replica) => !waits.get(replica));
      return [
        ...turned(ready, turn),
        ...turned(replicas, turn).filter((replica) => waits.get(replica)),
      ];
    },
    refused: (replica) => void restsUntil.set(replica, now() + REST_MS),
  };
}

function turned<T>(list: readonly T[], turn: number): T[] {
  const first = turn % Math.max(1, list.length);
  return [...list.slice(first), ...list.slice(0, first)];
}

/** The URLs of a comma-separated list. Throws when one is none. */
export function addressList(list: string): URL[] {
  return list.split(',').map((address) => new URL(address.trim()));
}

const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** True when the error says that no connection came about, so that nothing can have been sent. */
export function isNotConnected(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  // A load balancer takes the connection before it finds nobody behind it, and resets it while it
  // is being made.
  return NOT_CONNECTED.has(String(code)) || (code === 'ECONNRESET' && syscall === 'connect');
}
