/** I4: what stock counts as reserved are the lines of open holds. */
export const heldSums = `
  select format('variant %s: %s reserved, open holds say %s', s.variant_id, s.reserved, coalesce(h.held, 0)) as problem
  from catalog.stock s
  left join (select l.variant_id, sum(l.quantity) as held from catalog.reservation_line l
             join catalog.reservation r on r.order_id = l.order_id and r.state = 'HELD' group by l.variant_id) h using (variant_id)
  where s.reserved <> coalesce(h.held, 0) limit 100`;

/** I4: for each line of a hold, the ledger says what its state says. */
export const reservationLedger = `
  select format('order %s (%s), variant %s: %s pieces, ledger says %s on hand and %s reserved', order_id, state, variant_id, quantity, change, reserved_change) as problem
  from (
    select r.order_id, r.state, r.confirmed_at, l.variant_id, l.quantity,
      coalesce(sum(m.change), 0) as change, coalesce(sum(m.reserved_change), 0) as reserved_change
    from catalog.reservation r join catalog.reservation_line l on l.order_id = r.order_id
    left join catalog.stock_movement m on m.order_id = l.order_id and m.variant_id = l.variant_id and m.type <> 'RETURN'
    group by r.order_id, r.state, r.confirmed_at, l.variant_id, l.quantity) h
  where (state = 'HELD' and (change, reserved_change) <> (0, quantity))
     or (state = 'CONFIRMED' and (change, reserved_change) <> (-quantity, 0))
     or (state = 'RELEASED' and (change, reserved_change) <> (0, 0))
  union all
  select format('order %s has an open hold without lines', r.order_id)
  from catalog.reservation r where r.state <> 'RELEASED' and not exists (select 1 from catalog.reservation_line l where l.order_id = r.order_id)
  limit 100`;

/** I4: the sweeper runs every 30 s; five minutes past its time a hold has been forgotten. */
export const overdueHolds = `
  select format('the hold of order %s should have ended at %s', order_id, expires_at) as problem
  from catalog.reservation where state = 'HELD' and expires_at < now() - interval '5 minutes' limit 100`;
