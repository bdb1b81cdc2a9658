import { SubgraphMigration } from '@emporium/db/platform-migration';

export class Users004Avatars extends SubgraphMigration {
  override change(): void {
    // Media asks which pictures are shown before it removes those that nobody uses.
    this.addSql('create index app_user_avatar on app_user (avatar_id) where avatar_id is not null');
  }
}
