import { isPoison, type SubscribeOptions } from '../event-bus.js';
import type { SqlClient } from '../sql-client.js';
import { moveToDeadLetters } from './dead-letters.js';
import type { DeliveryMarks } from './delivery-marks.js';
import type { LoggedEvent } from './event-log.js';

/**
 * Has a group's handler take one event and marks it done; poison goes to the dead letters. Rejects
 * with every other failure of the handler: the event is still pending then. `failures` counts the
 * attempts that this process knows of.
 */
export async function deliverEvent(
  { group, handle }: SubscribeOptions,
  { sql, marks }: { sql: SqlClient; marks: DeliveryMarks },
  event: LoggedEvent,
  failures: number,
): Promise<void> {
  const attempt = Math.max(event.attempts, failures) + 1;
  const { topic, key, value, headers } = event;
  try {
    await handle({
      topic,
      partition: 0,
      offset: String(event.id),
      key,
      value,
      headers,
      attempt,
    });
    marks.add(group, event.id);
  } catch (error) {
    if (!isPoison(error)) throw error;
    await moveToDeadLetters(sql, group, event.id, messageOf(error), attempt);
  }
}

/** What a failure says of itself. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
