import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Resets of somebody's second factors: one colleague asks, another one approves. */
export class Users009FactorResets extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table factor_reset (
      id text primary key,
      user_id text not null references app_user on delete cascade,
      reason text not null,
      requested_by text not null,
      requested_at timestamptz not null default now(),
      expires_at timestamptz not null,
      approved_by text,
      approved_at timestamptz,
      check (approved_by is null or approved_by <> requested_by))`);
    // Asking again takes the place of what was not approved.
    this.addSql(
      'create unique index factor_reset_open on factor_reset (user_id) where approved_at is null',
    );
    this.addSql('create index factor_reset_of_user on factor_reset (user_id)');
  }
}
