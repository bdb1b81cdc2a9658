import { subgraphCommand } from '../commands/subgraph-command.js';
import type { CrossCheck } from './cross-check.js';
import { rowsOf } from './rows-of.js';

interface Indexed {
  id: string;
  version: number;
  price_min: string;
  in_stock: boolean;
}

/** I14: the index holds exactly the active products, at their versions, with their price and stock flag. */
export const indexEqualsCatalog: CrossCheck = {
  id: 'I14',
  title: 'search index = active catalog (ids, versions, price, stock flag)',
  run: async (shop) => {
    if (!shop.config.searchUrl.startsWith('pg:')) return viaEngine(shop);
    const catalog = await rowsOf<Indexed>(
      shop,
      'catalog',
      `select p.id, p.version, p.min_price as price_min, coalesce(bool_or(s.on_hand - s.reserved > 0), false) as in_stock from catalog.product p
        left join catalog.product_variant v on v.product_id = p.id and v.deleted_at is null left join catalog.stock s on s.variant_id = v.id
        where p.deleted_at is null and p.is_active group by p.id`,
    );
    const index = await rowsOf<Indexed>(
      shop,
      'search',
      `select d.id, d.version, d.price_min, d.in_stock from search.document d join search.state s on s.active = d.generation where d.is_visible and not d.is_deleted`,
    );
    const describe = (row: Indexed) => `version ${row.version}, from ${row.price_min}, ${row.in_stock ? 'in stock' : 'sold out'}`;
    const copies = new Map(index.map((row) => [row.id, describe(row)]));
    const wrong = catalog
      .filter((row) => copies.get(row.id) !== describe(row))
      .map((row) => `${row.id}: catalog says ${describe(row)}, index ${copies.get(row.id) ?? 'nothing'}`);
    const living = new Set(catalog.map((row) => row.id));
    return [
      ...wrong,
      ...index.filter((row) => !living.has(row.id)).map((row) => `${row.id} is in the index, but not in the active catalog`),
    ];
  },
};

/** On a search engine the subgraph's own comparison speaks the engine's language. */
async function viaEngine(shop: Parameters<CrossCheck['run']>[0]): Promise<string[]> {
  let last: Record<string, unknown> = {};
  for await (const line of subgraphCommand('search', 'search-verify')(shop, {})) last = line;
  return Number(last['divergent'] ?? 0) === 0 ? [] : [String(last['text'] ?? 'the index differs from the catalog')];
}
