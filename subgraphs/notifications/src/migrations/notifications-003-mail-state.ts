import { SubgraphMigration } from '@emporium/db/platform-migration';

export class Notifications003MailState extends SubgraphMigration {
  override change(): void {
    this.addSql('alter table mail add column traceparent text');
    this.addSql('create index mail_given_up on mail (failed_at) where failed_at is not null');
  }
}
