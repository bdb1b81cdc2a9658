import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * When a product was first on sale, so that it is announced once; products without variants, which
 * nobody could buy, become drafts, and the job that publishes queued products tells those who copy
 * them.
 */
export class Catalog003Drafts extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table product add column published_at timestamptz(3)`);
    this.addSql(`with drafts as (
      update product p set is_active = false where is_active and not exists
        (select from product_variant v where v.product_id = p.id and v.deleted_at is null) returning p.id, p.deleted_at)
      insert into product_republish (product_id) select id from drafts where deleted_at is null on conflict do nothing`);
    this.addSql(`update product set published_at = created_at where is_active`);
  }
}
