import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Devices on which a second factor was proved lately: there the password is enough. */
export class Users010RememberedDevices extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table remembered_device (
      id text primary key,
      user_id text not null references app_user on delete cascade,
      token_hash text not null unique,
      created_at timestamptz not null default now(),
      last_used_at timestamptz not null default now(),
      expires_at timestamptz not null,
      user_agent text)`);
    this.addSql('create index remembered_device_of_user on remembered_device (user_id, id)');
    this.addSql('create index remembered_device_expires_at on remembered_device (expires_at)');
  }
}
