import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Which units are in which parcel, which were cancelled, came back or were refunded. The counters
 * of a line are its last line of defence: no race sends, cancels or refunds a unit twice.
 */
export class Orders004ParcelsAndReturns extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table orders
      add column parcels integer not null default 0 check (parcels >= 0),
      add column shipping_refunded bigint not null default 0,
      add column erasure_requested_at timestamptz,
      add constraint orders_shipping_refunded check (shipping_refunded between 0 and shipping)`);
    this.addSql(
      `create index orders_to_erase on orders (id) where erasure_requested_at is not null`,
    );
    this.addSql(`alter table order_line
      add column fulfilled_quantity integer not null default 0,
      add column cancelled_quantity integer not null default 0,
      add column returned_quantity integer not null default 0,
      add column refunded_quantity integer not null default 0,
      add column refunded bigint not null default 0,
      add constraint order_line_units check (fulfilled_quantity >= 0 and cancelled_quantity >= 0 and fulfilled_quantity + cancelled_quantity <= quantity),
      add constraint order_line_returned check (returned_quantity between 0 and fulfilled_quantity),
      add constraint order_line_refunded check (refunded between 0 and total and refunded_quantity between 0 and quantity)`);

    this.addSql(`alter table fulfillment
      add column version integer not null default 1,
      add column cancelled_at timestamptz`);
    this.addSql(`create table fulfillment_line (
      fulfillment_id text not null references fulfillment (id),
      order_line_id text not null references order_line (id),
      quantity integer not null check (quantity > 0),
      primary key (fulfillment_id, order_line_id))`);
    this.addSql(`create index fulfillment_line_order_line on fulfillment_line (order_line_id)`);

    this.addSql(`alter table return_request
      add column version integer not null default 1,
      add column decline_reason text`);
    this.addSql(`create index return_request_status on return_request (status, id)`);
    this.addSql(`alter table return_line
      add column received_quantity integer not null default 0,
      add column restocked_quantity integer not null default 0,
      add column refunded_quantity integer not null default 0,
      add column refunded bigint not null default 0 check (refunded >= 0),
      add constraint return_line_units check (received_quantity between 0 and quantity and restocked_quantity between 0 and received_quantity and refunded_quantity between 0 and received_quantity)`);
    this.addSql(`create index return_line_order_line on return_line (order_line_id)`);

    this.addSql(`create table order_refund (
      id text primary key,
      order_id text not null references orders (id),
      return_id text references return_request (id),
      amount bigint not null check (amount > 0),
      shipping bigint not null default 0 check (shipping between 0 and amount),
      reason text not null,
      actor text not null,
      created_at timestamptz not null default now())`);
    this.addSql(`create index order_refund_order on order_refund (order_id)`);
    this.addSql(`create table order_refund_line (
      refund_id text not null references order_refund (id),
      order_line_id text not null references order_line (id),
      quantity integer not null check (quantity >= 0),
      amount bigint not null check (amount >= 0),
      primary key (refund_id, order_line_id))`);
    this.addSql(`create index order_refund_line_order_line on order_refund_line (order_line_id)`);

    // What was sent before there were lines of parcels was sent whole, in its first parcel.
    this.addSql(`update order_line l set fulfilled_quantity = quantity
      from orders o where o.id = l.order_id and o.status in ('SHIPPED', 'DELIVERED')`);
    this.addSql(`insert into fulfillment (id, order_id, shipped_at, delivered_at)
      select 'ful_' || gen_random_uuid(), o.id, now(), case when o.status = 'DELIVERED' then now() end
      from orders o where o.status in ('SHIPPED', 'DELIVERED')
        and not exists (select 1 from fulfillment f where f.order_id = o.id)`);
    this.addSql(`insert into fulfillment_line (fulfillment_id, order_line_id, quantity)
      select f.id, l.id, l.quantity from order_line l
      join (select distinct on (order_id) order_id, id from fulfillment order by order_id, shipped_at, id) f on f.order_id = l.order_id
      where l.fulfilled_quantity > 0`);
    this.addSql(`update orders o set parcels = f.parcels
      from (select order_id, count(*) as parcels from fulfillment group by order_id) f where f.order_id = o.id`);
  }
}
