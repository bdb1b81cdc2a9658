import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { ProductData } from '../events.js';

type CategoryPath = ProductData['categories'][number];
interface PathRow {
  product_id: string;
  category_id: string;
  id: string;
  slug: string;
  name: string;
  up: number;
}

/** Categories of products with everything above them, from the root down. */
export async function readCategoryPaths(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, CategoryPath[]>> {
  const rows = await sqlRows<PathRow>(
    ctx.em,
    `with recursive path as (
       select pc.product_id, pc.position, pc.category_id, c.id, c.slug, c.name, c.parent_id, 0 as up
       from catalog.product_category pc join catalog.category c on c.id = pc.category_id where pc.product_id in (?)
       union all
       select p.product_id, p.position, p.category_id, c.id, c.slug, c.name, c.parent_id, p.up + 1
       from path p join catalog.category c on c.id = p.parent_id)
     select product_id, category_id, id, slug, name, up from path order by product_id, position, category_id, up desc`,
    [productIds],
  );
  const paths = new Map<string, CategoryPath[]>();
  let ancestors: CategoryPath['ancestors'] = [];
  for (const { product_id: productId, id, slug, name, up } of rows) {
    if (up > 0) {
      ancestors.push({ id, slug, name });
      continue;
    }
    paths.set(productId, [...(paths.get(productId) ?? []), { id, slug, name, ancestors }]);
    ancestors = [];
  }
  return paths;
}
