import { SubgraphMigration } from '@emporium/db/platform-migration';

export class Media001Assets extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table media_asset (
      id text primary key,
      content_hash text not null unique,
      mime_type text not null,
      bytes integer not null check (bytes > 0),
      width integer not null check (width > 0),
      height integer not null check (height > 0),
      placeholder text not null,
      alt text,
      version integer not null default 1,
      created_at timestamptz not null default now())`);
    // Who uses an asset, as told by events; source_version tells older events from newer ones.
    this.addSql(`create table usage_source (
      kind text not null,
      owner_id text not null,
      source_version integer not null,
      primary key (kind, owner_id))`);
    this.addSql(`create table usage (
      kind text not null,
      owner_id text not null,
      asset_id text not null,
      primary key (kind, owner_id, asset_id))`);
    this.addSql(`create index usage_asset on usage (asset_id)`);
  }
}
