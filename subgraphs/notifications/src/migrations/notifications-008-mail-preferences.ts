import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Which mails users want that are not transactional, and which addresses want none any more. */
export class Notifications008MailPreferences extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table mail_preferences (
      user_id text primary key,
      wanted jsonb not null,
      version integer not null,
      updated_at timestamptz(3) not null)`);
    this.addSql(`create table mail_unsubscription (
      address_hash text not null,
      purpose text not null,
      unsubscribed_at timestamptz(3) not null,
      primary key (address_hash, purpose))`);
    this.addSql('create index mail_unsubscription_when on mail_unsubscription (unsubscribed_at)');
  }
}
