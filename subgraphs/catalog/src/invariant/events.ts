/**
 * I12 for one kind of aggregate: the outbox rows that are still kept (7 days) have every version once, up to the current one. Rows are pruned
 * oldest first, so a gap is a lost event.
 */
function published(topic: string, aggregates: string): string {
  return `
  select format('%s is at version %s, the outbox has %s rows for versions %s to %s', a.id, a.version, count(o.id), min(o.aggregate_version), max(o.aggregate_version)) as problem
  from (${aggregates}) a left join catalog.outbox o on o.aggregate_id = a.id and o.topic = '${topic}'
  group by a.id, a.version, a.changed_at
  having (count(o.id) = 0 and a.version > 0 and a.changed_at > now() - interval '6 days')
      or max(o.aggregate_version) <> a.version
      or count(o.id) <> max(o.aggregate_version) - min(o.aggregate_version) + 1
      or count(o.id) <> count(distinct o.aggregate_version)
  limit 100`;
}

export const eventsOfProducts = published('product_events', `select id, version, updated_at as changed_at from catalog.product`);
export const eventsOfCategories = published('product_events', `select id, version, updated_at as changed_at from catalog.category`);
export const eventsOfStock = published(
  'inventory_events',
  `select s.variant_id as id, s.version, (select max(m.created_at) from catalog.stock_movement m where m.variant_id = s.variant_id and m.change <> m.reserved_change) as changed_at from catalog.stock s`,
);

/** I12 at rest: nothing waits longer than the relay needs, nothing was given up on. */
export const unsentEvents = `
  select format('event %s (%s) of %s was given up: %s', id, type, aggregate_id, error) as problem from catalog.outbox where parked_at is not null
  union all
  select format('event %s (%s) of %s waits since %s', id, type, aggregate_id, created_at)
  from catalog.outbox where sent_at is null and parked_at is null and created_at < now() - interval '1 minute'
  limit 100`;
