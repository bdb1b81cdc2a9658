import type { MessagePlace } from '../event-bus.js';
import type { SqlClient } from '../sql-client.js';
import { moveToDeadLetters } from './dead-letters.js';

/**
 * Puts a pending delivery of the group aside. Returns false when the group does not wait for it.
 * Call it while the group stands still.
 */
export async function skipEvent(
  sql: SqlClient,
  group: string,
  place: MessagePlace,
  error: string,
): Promise<boolean> {
  const rows = await sql.query<{ id: string | number }>(
    `select e.id from bus.events e join bus.deliveries d on d.event_id = e.id
     where d.group_name = $1 and ($2::text is null or e.headers ->> 'id' = $2) and ($3::text is null or (e.topic = $3 and e.id::text = $4))
     order by e.id limit 1`,
    [
      group,
      'id' in place ? place.id : null,
      'topic' in place ? place.topic : null,
      'topic' in place ? place.offset : null,
    ],
  );
  return rows[0] !== undefined && moveToDeadLetters(sql, group, Number(rows[0].id), error);
}
