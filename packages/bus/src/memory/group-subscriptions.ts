import type { SqlClient } from '../sql-client.js';

/**
 * Makes the group's subscription exactly these topics. A topic that is new to the group gets
 * everything still in the log; pending deliveries of a topic that the group no longer wants are
 * dropped, since nobody would ever take them.
 */
export async function setSubscription(
  sql: SqlClient,
  group: string,
  topics: readonly string[],
): Promise<void> {
  await sql.transaction(async (tx) => {
    const dropped = await tx.query<{ topic: string }>(
      `delete from bus.subscriptions where group_name = $1 and not (topic = any($2::text[])) returning topic`,
      [group, topics],
    );
    if (dropped.length > 0) {
      await tx.query(
        `delete from bus.deliveries d using bus.events e where d.group_name = $1 and e.id = d.event_id and e.topic = any($2::text[])`,
        [group, dropped.map((row) => row.topic)],
      );
    }
    const added = await tx.query<{ topic: string }>(
      `insert into bus.subscriptions (group_name, topic) select $1, unnest($2::text[]) on conflict do nothing returning topic`,
      [group, topics],
    );
    if (added.length > 0)
      await deliverLog(
        tx,
        group,
        added.map((row) => row.topic),
      );
  });
}

/**
 * Makes what was published at `since` or later (without it, everything in the log) pending again
 * for the group. Returns how many deliveries are pending then. Throws when the group never
 * subscribed.
 */
export async function deliverAgain(sql: SqlClient, group: string, since?: Date): Promise<number> {
  return sql.transaction(async (tx) => {
    const topics = await tx.query<{ topic: string }>(
      `select topic from bus.subscriptions where group_name = $1`,
      [group],
    );
    if (topics.length === 0) throw new Error(`there is no consumer group ${group}`);
    await deliverLog(
      tx,
      group,
      topics.map((row) => row.topic),
      since,
    );
    const [row] = await tx.query<{ pending: number }>(
      `select count(*)::int as pending from bus.deliveries where group_name = $1`,
      [group],
    );
    return row!.pending;
  });
}

async function deliverLog(
  tx: SqlClient,
  group: string,
  topics: readonly string[],
  since?: Date,
): Promise<void> {
  await tx.query(
    `insert into bus.deliveries (group_name, event_id) select $1, id from bus.events
     where topic = any($2::text[]) and published_at >= coalesce($3::timestamptz, '-infinity') on conflict do nothing`,
    [group, topics, since?.toISOString() ?? null],
  );
}
