import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Rules of all kinds with what lists are filtered and sorted by; prices of price lists, which are
 * too many for a column; and who redeemed what, once per order.
 */
export class Pricing001Tables extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table rule (
      id text primary key,
      kind text not null,
      version integer not null default 1,
      name text not null,
      is_active boolean not null default true,
      rank integer not null default 0,
      parent_id text,
      code text,
      times_redeemed integer not null default 0 check (times_redeemed >= 0),
      data jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      deleted_at timestamptz(3))`);
    this.addSql('create index rule_created on rule (kind, created_at, id)');
    this.addSql('create index rule_of_parent on rule (parent_id, created_at, id)');
    this.addSql('create unique index rule_code on rule (code) where deleted_at is null');
    this.addSql(`create table price_list_price (
      list_id text not null references rule (id),
      variant_id text not null,
      from_quantity integer not null check (from_quantity > 0),
      minor bigint not null check (minor >= 0),
      primary key (list_id, variant_id, from_quantity))`);
    this.addSql(`create table redemption (
      order_id text not null,
      rule_id text not null,
      is_given_back boolean not null default false,
      created_at timestamptz(3) not null,
      primary key (order_id, rule_id))`);
    this.addSql('create index redemption_of_rule on redemption (rule_id)');
  }
}
