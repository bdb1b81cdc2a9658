import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Links of mails that verify an address, reset a password or take a change of address back. */
export class Users003AccountLinks extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table account_link (
      id text primary key,
      user_id text references app_user on delete cascade,
      purpose text not null check (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'UNDO_EMAIL_CHANGE')),
      address text,
      token_hash text not null unique,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      check ((user_id is null) = (address is null)))`);
    // A new link takes the place of the one before. Changes of address are taken back one by one:
    // whoever changed it twice in another's name must not void the owner's first link.
    this.addSql(
      `create unique index account_link_newest on account_link (user_id, purpose)
        where used_at is null and purpose <> 'UNDO_EMAIL_CHANGE'`,
    );
    this.addSql('create index account_link_of_user on account_link (user_id)');
    this.addSql('create index account_link_expires_at on account_link (expires_at)');
  }
}
