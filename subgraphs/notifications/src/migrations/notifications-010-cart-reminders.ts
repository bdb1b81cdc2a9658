import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Carts of users who want to be reminded of them are looked at now and then. */
export class Notifications010CartReminders extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table cart_reminder (
      user_id text primary key,
      look_at timestamptz(3),
      ordered_at timestamptz(3),
      reminded_cart text)`);
    this.addSql(
      'create index cart_reminder_due on cart_reminder (look_at) where look_at is not null',
    );
    this.addSql('alter table mail add column cart_hash text');
    this.addSql(
      `alter table mail drop constraint mail_about_one,
        add constraint mail_about_one check (num_nonnulls(order_id, request_id, endpoint_id, report_id, cart_hash) = 1)`,
    );
  }
}
