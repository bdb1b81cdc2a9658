import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Mails to the owner of an account are about a request to users, not about an order. */
export class Notifications006AccountMails extends SubgraphMigration {
  override change(): void {
    this.addSql(
      'alter table mail alter column order_id drop not null, alter column order_id drop default',
    );
    this.addSql('alter table mail add column request_id text');
    this.addSql(
      'alter table mail add constraint mail_about_one check ((order_id is null) <> (request_id is null))',
    );
  }
}
