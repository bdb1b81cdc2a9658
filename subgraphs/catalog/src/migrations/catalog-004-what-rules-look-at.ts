import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * What taxes, shipping and promotions look at: the tax category of a product, and a quote that keeps
 * it with the hold.
 */
export class Catalog004WhatRulesLookAt extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table product add column tax_category text`);
    // Holds from before keep null: their orders were priced without rules.
    this.addSql(`alter table reservation_line
      add column product_id text,
      add column category_ids text[] not null default '{}',
      add column tax_category text,
      add column weight_grams integer`);
  }
}
