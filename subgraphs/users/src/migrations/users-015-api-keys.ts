import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Keys with which programs act for somebody, and the secrets that open them. */
export class Users015ApiKeys extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table api_key (
      id text primary key,
      user_id text not null references app_user on delete cascade,
      name text not null,
      prefix text not null,
      scopes jsonb not null,
      cost_per_minute integer check (cost_per_minute > 0),
      expires_at timestamptz not null,
      last_used_at timestamptz,
      revoked_at timestamptz,
      revoked_reason text,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now())`);
    this.addSql('create index api_key_of_user on api_key (user_id, id)');
    this.addSql('create index api_key_expires_at on api_key (expires_at)');

    // A table of its own: while a key is rotated two of them open it, and nothing that GraphQL shows
    // holds a hash. The id names the secret to the gateways when it is revoked.
    this.addSql(`create table machine_secret (
      id text primary key,
      api_key_id text not null references api_key on delete cascade,
      secret_hash text not null unique,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null)`);
    this.addSql('create index machine_secret_of_api_key on machine_secret (api_key_id)');
    this.addSql('create index machine_secret_expires_at on machine_secret (expires_at)');
  }
}
