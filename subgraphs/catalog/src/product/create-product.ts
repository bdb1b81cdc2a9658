import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { userId } from '@emporium/auth/principal';
import { assignCategories } from '../category/assign-categories.js';
import { ProductCreated } from '@emporium/catalog-events';
import { checked } from '@emporium/graphql/checked';
import { once } from '@emporium/platform/once';
import { query } from '../tables.js';
import { addVariants, type VariantToAdd } from '../variant/add-variants.js';
import { publishProduct } from './change-product.js';
import { Product, type ProductCsv } from './product.entity.js';
import type { ProductCreateArgs } from './product.inputs.js';
import { productCreateRules, type NewProduct } from './product.rules.js';
import { slugOf } from './slug-of.js';
import { sanitizeRichText } from './rich-text.js';

/** Creates a product, once per key. Returns its id. Throws a Rejection. */
export async function createProduct(
  ctx: Ctx,
  { input, idempotencyKey }: ProductCreateArgs,
): Promise<string> {
  const product = checked(productCreateRules(ctx.config.shopCurrency), input, ['input']);
  const { id } = await once(
    ctx,
    { operation: 'productCreate', key: idempotencyKey, request: input },
    async () => {
      const created = await insertProduct(ctx, product);
      await publishProduct(ctx, created, ProductCreated);
      return { id: created };
    },
  );
  return id;
}

/**
 * Writes a new product with its categories and variants; the caller publishes it in the same
 * transaction. Returns its id.
 */
export async function insertProduct(
  ctx: Ctx,
  product: Omit<NewProduct, 'variants'> & { variants: VariantToAdd[]; csv?: ProductCsv },
): Promise<string> {
  const { variants, categoryIds, csv, ...fields } = product;
  const id = newId('prod');
  await ctx.em.insert(Product, {
    ...fields,
    id,
    slug: fields.slug ?? (await freeSlug(ctx, fields, id)),
    description: fields.description == null ? null : sanitizeRichText(fields.description),
    minPrice: 0,
    maxPrice: 0,
    currency: ctx.config.shopCurrency,
    creatorId: userId(ctx.principal) ?? null,
    csv: csv ?? {},
    version: 1,
    createdAt: ctx.now(),
    updatedAt: ctx.now(),
  });
  await assignCategories(ctx, id, categoryIds);
  await addVariants(ctx, id, variants);
  return id;
}

/**
 * A slug made of the name, or of the SKU when the name has no letters; with the end of the id when
 * another product has it.
 */
async function freeSlug(
  ctx: Ctx,
  { name, sku }: { name: string; sku: string },
  id: string,
): Promise<string> {
  const wish = slugOf(name) || slugOf(sku) || id.slice(-8);
  const taken = await query(ctx)
    .selectFrom('Product')
    .select('id')
    .where('slug', '=', wish)
    .where('deletedAt', 'is', null)
    .execute();
  return taken.length === 0 ? wish : `${wish}-${id.slice(-8)}`;
}
