/** I2: the sums of a variant's ledger are its stock, and every line's balance is the sum up to it. */
export const ledgerSums = `
  select format('variant %s: stock %s/%s, ledger %s/%s', s.variant_id, s.on_hand, s.reserved, coalesce(m.change, 0), coalesce(m.reserved_change, 0)) as problem
  from catalog.stock s
  left join (select variant_id, sum(change) as change, sum(reserved_change) as reserved_change from catalog.stock_movement group by variant_id) m using (variant_id)
  where s.on_hand <> coalesce(m.change, 0) or s.reserved <> coalesce(m.reserved_change, 0)
  union all
  select format('ledger line %s of variant %s: balance %s/%s, sum %s/%s', id, variant_id, balance_after, reserved_after, change_sum, reserved_sum)
  from (select *, sum(change) over up_to as change_sum, sum(reserved_change) over up_to as reserved_sum
        from catalog.stock_movement window up_to as (partition by variant_id order by seq)) l
  where balance_after <> change_sum or reserved_after <> reserved_sum
  limit 100`;

/** I9: each order takes its pieces at most once, gives them back at most once, and only after it took them. */
export const ledgerPairs = `
  select format('order %s, variant %s: %s taken, %s given back', order_id, variant_id, taken, back) as problem
  from (select order_id, variant_id,
          coalesce(-sum(change) filter (where type = 'ORDER'), 0) as taken,
          coalesce(sum(change) filter (where type = 'ORDER_CANCELLED'), 0) as back
        from catalog.stock_movement where order_id is not null group by order_id, variant_id) m
  where taken < 0 or back < 0 or back > taken
  union all
  select format('ledger line %s names order %s, which has no hold', m.id, m.order_id)
  from catalog.stock_movement m left join catalog.reservation r on r.order_id = m.order_id
  where m.order_id is not null and r.order_id is null
  limit 100`;
