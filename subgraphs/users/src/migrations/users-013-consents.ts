import { SubgraphMigration } from '@emporium/db/platform-migration';

/** What persons agreed to and withdrew; rows are only added. */
export class Users013Consents extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table consent (
      id text primary key,
      user_id text not null references app_user,
      kind text not null check (kind in ('MARKETING', 'TERMS')),
      text_version text not null check (length(text_version) between 1 and 50),
      is_granted boolean not null,
      at timestamptz not null default now(),
      check (kind <> 'TERMS' or is_granted))`);
    this.addSql('create index consent_of_user on consent (user_id, kind, id)');
  }
}
