import { SubgraphMigration } from '@emporium/db/platform-migration';

export class Users001Tables extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table role (
      id text primary key,
      name text not null unique,
      permissions jsonb not null default '[]',
      is_built_in boolean not null default false,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now())`);

    // ERASED is a tombstone: the constraint keeps personal values from surviving it.
    this.addSql(`create table app_user (
      id text primary key,
      email text unique,
      email_verified boolean not null default false,
      first_name text,
      last_name text,
      chosen_name text,
      phone text,
      avatar_id text,
      status text not null default 'ACTIVE' check (status in ('ACTIVE', 'BLOCKED', 'ERASED')),
      role_id text not null references role,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check ((status = 'ERASED') = (email is null)),
      check (status <> 'ERASED' or coalesce(first_name, last_name, chosen_name, phone, avatar_id) is null))`);
    this.addSql('create index app_user_role on app_user (role_id)');
    this.addSql('create index app_user_email_text on app_user using gin (email gin_trgm_ops)');

    // A table of its own, so that no entity which GraphQL shows holds a secret.
    this.addSql(`create table credential (
      user_id text primary key references app_user on delete cascade,
      password_hash text not null,
      changed_at timestamptz not null default now())`);

    this.addSql(`create table user_address (
      id text primary key,
      user_id text not null references app_user on delete cascade,
      address jsonb not null,
      is_default_shipping boolean not null default false,
      is_default_billing boolean not null default false,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now())`);
    this.addSql('create index user_address_of_user on user_address (user_id, id)');
    this.addSql(
      'create unique index user_address_one_shipping on user_address (user_id) where is_default_shipping',
    );
    this.addSql(
      'create unique index user_address_one_billing on user_address (user_id) where is_default_billing',
    );

    this.addSql(`create table session (
      id text primary key,
      user_id text not null references app_user on delete cascade,
      created_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      revoked_reason text,
      user_agent text,
      ip text)`);
    this.addSql('create index session_of_user on session (user_id)');
    this.addSql('create index session_expires_at on session (expires_at)');

    // Used tokens stay until they expire: seeing one again means that it was stolen.
    this.addSql(`create table refresh_token (
      token_hash text primary key,
      session_id text not null references session on delete cascade,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz)`);
    this.addSql('create index refresh_token_of_session on refresh_token (session_id)');
    this.addSql('create index refresh_token_expires_at on refresh_token (expires_at)');

    this.addSql(`create table revocation (
      key text primary key,
      value integer,
      expires_at timestamptz not null)`);
    this.addSql('create index revocation_expires_at on revocation (expires_at)');

    this.addSql(`create table security_event (
      id bigserial primary key,
      at timestamptz not null default now(),
      type text not null,
      user_id text,
      actor_id text,
      ip text,
      detail jsonb not null default '{}')`);
    this.addSql('create index security_event_of_user on security_event (user_id, id)');
    this.addSql('create index security_event_at on security_event (at)');
  }
}
