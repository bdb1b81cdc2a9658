import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Mails of guests have no user. When a mail was queued dates the link in it. */
export class Notifications004MailsOfGuests extends SubgraphMigration {
  override change(): void {
    this.addSql('alter table mail alter column user_id drop not null');
    this.addSql('alter table mail add column queued_at timestamptz not null default now()');
    this.addSql('create index mail_of_order on mail (order_id, template)');
    // Waiting mails under the names of before.
    this.addSql(`update mail set template = 'order-paid' where template = 'order-confirmation'`);
  }
}
