/** How long a replica that refused a connection is asked last, in milliseconds. */
const REST_MS = 1_000;

/** The replicas of one service. */
export interface Addresses<T> {
  /** All of them, in the order to try: each call begins with the next one; those that refused a moment ago come last. */
  inTurn(): T[];
  /** Tells that a replica refused a connection. */
  refused(replica: T): void;
}

/** Spreads calls over replicas. */
export function addresses<T>(replicas: readonly T[], now: () => number = Date.now): Addresses<T> {
  const restsUntil = new Map<T, number>();
  let next = 0;
  return {
    inTurn: () => {
      const first = next++ % replicas.length;
      const turned = [...replicas.slice(first), ...replicas.slice(0, first)];
      const resting = (replica: T) => (restsUntil.get(replica) ?? 0) > now();
      return [...turned.filter((replica) => !resting(replica)), ...turned.filter(resting)];
    },
    refused: (replica) => void restsUntil.set(replica, now() + REST_MS),
  };
}

/** The URLs of a comma-separated list. Throws when one is none. */
export function addressList(list: string): URL[] {
  return list.split(',').map((address) => new URL(address.trim()));
}

const NOT_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** True when the error says that no connection came about, so that nothing can have been sent. */
export function isNotConnected(error: unknown): boolean {
  return NOT_CONNECTED.has(String((error as { code?: unknown } | null)?.code));
}
