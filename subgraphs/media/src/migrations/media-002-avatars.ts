import { SubgraphMigration } from '@emporium/db/platform-migration';

export class Media002Avatars extends SubgraphMigration {
  override change(): void {
    // Whose own picture it is; null for the shop's images.
    this.addSql(`alter table media_asset add column owner_id text`);
    this.addSql(`alter table media_asset drop constraint media_asset_content_hash_key`);
    // The same bytes are one asset of the shop, and one of each person: what is somebody's own goes
    // with its owner and must not take the image of another along.
    this.addSql(
      `create unique index media_asset_content on media_asset (content_hash) where owner_id is null`,
    );
    this.addSql(
      `create unique index media_asset_own_content on media_asset (owner_id, content_hash) where owner_id is not null`,
    );
  }
}
