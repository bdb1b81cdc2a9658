import { asEntity } from '@emporium/db/as-entity';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import type { SelectedOption } from '../product/attribute.type.js';
import { canExist } from '../product/text-rules.js';
import { sql, type SqlBool } from 'kysely';
import { query } from '../tables.js';
import { variantColumns } from './load-variants.js';
import { ProductVariant } from './variant.entity.js';

interface OptionsKey {
  productId: string;
  options: readonly SelectedOption[];
}

const same = (a: readonly SelectedOption[], b: readonly SelectedOption[]) =>
  a.length === b.length &&
  a.every((option) =>
    b.some((other) => other.name === option.name && other.value === option.value),
  );

async function load(ctx: Ctx, keys: readonly OptionsKey[]): Promise<(ProductVariant | null)[]> {
  const rows = await query(ctx)
    .selectFrom('ProductVariant as v')
    .select(variantColumns(ctx))
    .where('v.productId', 'in', [...new Set(keys.map((key) => key.productId))])
    .where('v.deletedAt', 'is', null)
    .where((eb) =>
      eb.or(
        keys.map(
          (key) => sql<SqlBool>`${eb.ref('v.options')} @> ${JSON.stringify(key.options)}::jsonb`,
        ),
      ),
    )
    .orderBy('v.position')
    .orderBy('v.id')
    .execute();
  const variants = rows.map((row) => asEntity(ProductVariant, row));
  return keys.map(
    (key) =>
      variants.find(
        (variant) => variant.productId === key.productId && same(variant.options, key.options),
      ) ?? null,
  );
}

/**
 * The variant of a product that has exactly these options, in any order; null when there is none.
 */
export async function variantBySelectedOptions(
  ctx: Ctx,
  productId: string,
  options: readonly SelectedOption[],
): Promise<ProductVariant | null> {
  if (
    options.length > 10 ||
    !options.every((option) => canExist(option.name) && canExist(option.value))
  )
    return null;
  const plain = options.map(({ name, value }) => ({ name, value }));
  return batchByKey(ctx, load).load({ productId, options: plain });
}
