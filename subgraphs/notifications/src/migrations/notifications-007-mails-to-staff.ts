import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Mails to staff stand in the queue, too, one for each address, and are about an endpoint. */
export class Notifications007MailsToStaff extends SubgraphMigration {
  override change(): void {
    this.addSql('alter table mail add column endpoint_id text, add column staff_address text');
    this.addSql(
      `alter table mail drop constraint mail_about_one,
        add constraint mail_about_one check (num_nonnulls(order_id, request_id, endpoint_id) = 1),
        add constraint mail_to_staff check ((endpoint_id is null) = (staff_address is null))`,
    );
    this.addSql('alter table webhook_endpoint drop column notice_due_at');
  }
}
