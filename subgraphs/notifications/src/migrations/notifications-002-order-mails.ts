import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Mails go to the address given with their order, which orders keeps, and are counted by address
 * (as a keyed hash) and user. Of users only the version is left.
 */
export class Notifications002OrderMails extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table mail
      add column order_id text not null default '',
      add column address_hash text,
      add column reserved_at timestamptz`);
    // Both came of one event.
    this.addSql(
      `update mail m set order_id = n.order_id from notification n where n.event_id = m.event_id and n.order_id is not null`,
    );
    this.addSql(
      'create index mail_by_address on mail (address_hash, reserved_at) where address_hash is not null',
    );
    this.addSql('create index mail_by_user on mail (user_id, reserved_at)');
    this.addSql('alter table recipient drop column email, drop column display_name');
  }
}
