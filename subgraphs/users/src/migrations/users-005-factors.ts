import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Second factors, recovery codes, and log-ins that wait for one of them. */
export class Users005Factors extends SubgraphMigration {
  override change(): void {
    // When the person behind a session last proved who they are, and by what. Sessions from before
    // know neither: they are asked again.
    this.addSql('alter table session add column password_at timestamptz');
    this.addSql('alter table session add column factor_at timestamptz');

    this.addSql(`create table factor (
      id text primary key,
      user_id text not null references app_user on delete cascade,
      kind text not null check (kind in ('TOTP', 'PASSKEY')),
      name text not null,
      created_at timestamptz not null default now(),
      confirmed_at timestamptz,
      last_used_at timestamptz)`);
    this.addSql('create index factor_of_user on factor (user_id, id)');
    // Enrolling again takes the place of an enrolment that was not confirmed.
    this.addSql(
      `create unique index factor_enrolment on factor (user_id) where kind = 'TOTP' and confirmed_at is null`,
    );

    // Tables of their own, so that no entity which GraphQL shows holds a secret.
    this.addSql(`create table totp (
      factor_id text primary key references factor on delete cascade,
      secret text not null,
      last_step integer not null default 0)`);
    this.addSql(`create table passkey (
      factor_id text primary key references factor on delete cascade,
      credential_id text not null unique,
      public_key text not null,
      counter bigint not null default 0,
      transports jsonb not null default '[]')`);

    this.addSql(`create table recovery_code (
      code_hash text primary key,
      user_id text not null references app_user on delete cascade,
      created_at timestamptz not null default now(),
      used_at timestamptz)`);
    this.addSql('create index recovery_code_of_user on recovery_code (user_id)');

    this.addSql(`create table login_challenge (
      id text primary key,
      user_id text not null references app_user on delete cascade,
      token_hash text not null unique,
      credential_hash text not null,
      attempts integer not null default 0,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz)`);
    this.addSql('create index login_challenge_of_user on login_challenge (user_id)');
    this.addSql('create index login_challenge_expires_at on login_challenge (expires_at)');
  }
}
