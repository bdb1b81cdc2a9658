import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Staff hear of variants that run low, in reports, and of disputes, which are about an order. */
export class Notifications009ReportsToStaff extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table low_stock (
      variant_id text primary key,
      version integer not null,
      available integer not null,
      is_low boolean not null,
      fell_at timestamptz(3) not null,
      report_id text)`);
    this.addSql(
      'create index low_stock_unreported on low_stock (variant_id) where is_low and report_id is null',
    );
    this.addSql(
      'create index low_stock_report on low_stock (report_id) where report_id is not null',
    );
    this.addSql('alter table mail add column report_id text');
    this.addSql(
      `alter table mail drop constraint mail_about_one, drop constraint mail_to_staff,
        add constraint mail_about_one check (num_nonnulls(order_id, request_id, endpoint_id, report_id) = 1),
        add constraint mail_to_staff check (staff_address is not null or (endpoint_id is null and report_id is null))`,
    );
  }
}
