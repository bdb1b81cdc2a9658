import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { expect, test } from 'vitest';
import { entities } from '../tables.js';
import { Catalog001Products } from './catalog-001-products.js';
import { Catalog002Stock } from './catalog-002-stock.js';
import { Catalog003Drafts } from './catalog-003-drafts.js';

test('what was on sale without a variant becomes a draft, and everybody who copies it is told', async () => {
  const embedded = await emptyDatabase();
  const open = (migrations: (typeof Catalog003Drafts)[]) =>
    openEmbeddedSubgraph(
      { name: 'catalog', entities: Object.values(entities), migrations },
      embedded.connection,
    );
  const before = await open([Catalog001Products, Catalog002Stock]);
  await embedded.connection.query(
    `insert into catalog.product (id, sku, slug, name, currency, is_active) values
      ('prod_empty', 'empty', 'empty', 'Empty', 'EUR', true), ('prod_draft', 'draft', 'draft', 'Draft', 'EUR', false),
      ('prod_sold', 'sold', 'sold', 'Sold', 'EUR', true)`,
  );
  await embedded.connection.query(
    `insert into catalog.product_variant (id, product_id, sku, name, price, currency) values ('var_sold', 'prod_sold', 'sold-1', 'Sold', 100, 'EUR')`,
  );
  await before.close();
  const after = await open([Catalog001Products, Catalog002Stock, Catalog003Drafts]);
  const products = await embedded.connection.query(
    `select id, is_active, published_at is not null as announced from catalog.product order by id`,
  );
  expect(products).toEqual([
    { id: 'prod_draft', is_active: false, announced: false },
    { id: 'prod_empty', is_active: false, announced: false },
    { id: 'prod_sold', is_active: true, announced: true },
  ]);
  expect(
    await embedded.connection.query(`select product_id from catalog.product_republish`),
  ).toEqual([{ product_id: 'prod_empty' }]);
  await after.close();
  await embedded.close();
});
