import { SubgraphMigration } from '@emporium/db/platform-migration';
import { RULE_TABLES } from '@emporium/pricing-replica/rule-tables';

/**
 * Where and how a cart is to be sent, the replica of the rules it is priced by, what rules look at
 * in a product, and who has ordered before.
 */
export class Cart002RulesAndDelivery extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table cart add column delivery jsonb`);
    for (const statement of RULE_TABLES) this.addSql(statement);
    this.addSql(`create table customer_order (
      order_id text primary key,
      user_id text not null,
      version integer not null,
      is_cancelled boolean not null)`);
    this.addSql(`create index customer_order_user on customer_order (user_id)`);
    // Filled by the next event of each product; until then rules see neither.
    this.addSql(`alter table product_replica
      add column category_ids text[] not null default '{}',
      add column tax_category text`);
  }
}
