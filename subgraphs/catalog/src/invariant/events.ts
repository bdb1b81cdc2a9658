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
  `select s.variant_id as id, s.version, m.changed_at from catalog.stock s left join
     (select variant_id, max(created_at) as changed_at from catalog.stock_movement where change <> reserved_change group by variant_id) m
     on m.variant_id = s.variant_id`,
);
