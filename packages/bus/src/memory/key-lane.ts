import type { LoggedEvent } from './event-log.js';

/**
 * Events of one key kept in memory; a longer queue is read from the log again when its turn comes.
 */
export const LANE_LIMIT = 32;

/** The pending deliveries of one key of one group: handled one at a time, in order. */
export interface KeyLane {
  name: string;
  topic: string;
  key: string | null;
  queue: LoggedEvent[];
  /** The log may hold more of this key between `lastId` and the group's cursor. */
  more: boolean;
  /** Highest id that was queued or handled. */
  lastId: number;
  state: 'idle' | 'ready' | 'busy' | 'waiting';
  retry?: NodeJS.Timeout | undefined;
  /** Failed attempts of the event at the head, for when the store could not take them. */
  failures: number;
  /** The event that waits for its next attempt. */
  failedId?: number | undefined;
}

/** Name of an event's lane. Events without a key share one per topic. */
export function laneName(event: LoggedEvent): string {
  return JSON.stringify([event.topic, event.key]);
}

export function newLane(event: LoggedEvent): KeyLane {
  return {
    name: laneName(event),
    topic: event.topic,
    key: event.key,
    queue: [],
    more: false,
    lastId: event.id - 1,
    state: 'idle',
    failures: 0,
  };
}

/** Queues the event, or remembers that it is to be read again. Returns whether it was queued. */
export function enqueue(lane: KeyLane, event: LoggedEvent): boolean {
  if (lane.more || lane.queue.length >= LANE_LIMIT) {
    lane.more = true;
    return false;
  }
  lane.queue.push(event);
  lane.lastId = event.id;
  return true;
}
