import { SubgraphMigration } from '@emporium/db/platform-migration';
import { RULE_TABLES } from '@emporium/pricing-replica/rule-tables';

/** The replica of the rules that say what a buyer pays for a variant. */
export class Catalog006Rules extends SubgraphMigration {
  override change(): void {
    for (const statement of RULE_TABLES) this.addSql(statement);
  }
}
