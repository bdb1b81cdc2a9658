import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Roles can ask their holders for a second factor. */
export class Users008RequiredFactors extends SubgraphMigration {
  override change(): void {
    this.addSql('alter table role add column requires_factor boolean not null default false');
  }
}
