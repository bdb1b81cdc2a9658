import { SubgraphMigration } from '@emporium/db/platform-migration';
import { RULE_TABLES } from '@emporium/pricing-replica/rule-tables';

/**
 * The replica of the rules that orders are priced by, what an order freezes of them, and the
 * redemptions of promotions with their counters.
 */
export class Orders003PricesByRules extends SubgraphMigration {
  override change(): void {
    for (const statement of RULE_TABLES) this.addSql(statement);
    // What was asked for (codes, method, VAT number) is kept for the process manager; the rest is
    // frozen when the order is confirmed.
    this.addSql(`alter table orders
      add column shipping_method_id text,
      add column discount_codes text[] not null default '{}',
      add column vat_number text,
      add column prices_include_tax boolean not null default true,
      add column is_reverse_charge boolean not null default false,
      add column shipping_method jsonb,
      add column discounts jsonb not null default '[]'`);
    this.addSql(`alter table order_line add column tax_rate text, add column tax_name text`);
    this.addSql(`create table redemption (
      order_id text not null references orders (id),
      promotion_id text not null,
      code_id text,
      customer_hash text,
      given_back_at timestamptz,
      created_at timestamptz not null default now(),
      primary key (order_id, promotion_id))`);
    this.addSql(
      `create index redemption_promotion on redemption (promotion_id, customer_hash) where given_back_at is null`,
    );
    this.addSql(
      `create index redemption_code on redemption (code_id) where given_back_at is null and code_id is not null`,
    );
    // most: the limit by which it was raised last; the check is the last line of defence.
    this.addSql(`create table redemption_counter (
      id text primary key,
      used integer not null,
      most integer not null,
      check (used >= 0))`);
  }
}
