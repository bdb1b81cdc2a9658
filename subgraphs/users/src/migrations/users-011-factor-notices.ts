import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Owners of accounts are told by mail when their second factors changed. */
export class Users011FactorNotices extends SubgraphMigration {
  override change(): void {
    this.addSql('alter table account_link drop constraint account_link_purpose_check');
    this.addSql(
      `alter table account_link add constraint account_link_purpose_check
        check (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'UNDO_EMAIL_CHANGE', 'FACTORS_CHANGED'))`,
    );
  }
}
