import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Accounts of programs, which have no password and log in by client credentials alone. */
export class Users016ServiceAccounts extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table service_account (
      id text primary key,
      name text not null unique,
      permissions jsonb not null,
      cost_per_minute integer check (cost_per_minute > 0),
      last_used_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now())`);
    this.addSql('alter table machine_secret alter column api_key_id drop not null');
    this.addSql(
      'alter table machine_secret add column service_account_id text references service_account on delete cascade',
    );
    this.addSql(
      `alter table machine_secret add constraint machine_secret_of_one
        check ((api_key_id is null) <> (service_account_id is null))`,
    );
    this.addSql(
      'create index machine_secret_of_service_account on machine_secret (service_account_id)',
    );
  }
}
