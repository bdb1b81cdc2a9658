import { sqlRows } from '@emporium/db/sql';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import type { SelectedOption } from '../product/attribute.type.js';
import { canExist } from '../product/text-rules.js';
import { toEntity } from '@emporium/db/to-entity';
import { ProductVariant, VARIANT_COLUMNS } from './variant.entity.js';

interface OptionsKey {
  productId: string;
  options: readonly SelectedOption[];
}

const same = (a: readonly SelectedOption[], b: readonly SelectedOption[]) =>
  a.length === b.length && a.every((option) => b.some((other) => other.name === option.name && other.value === option.value));

async function load(ctx: Ctx, keys: readonly OptionsKey[]): Promise<(ProductVariant | null)[]> {
  const rows = await sqlRows(
    ctx.em,
    `select ${VARIANT_COLUMNS} from catalog.product_variant v where v.product_id in (?) and v.deleted_at is null
     and (${keys.map(() => 'v.options @> ?::jsonb').join(' or ')}) order by v.position, v.id`,
    [[...new Set(keys.map((key) => key.productId))], ...keys.map((key) => JSON.stringify(key.options))],
  );
  const variants = rows.map((row) => toEntity(ProductVariant, row));
  return keys.map((key) => variants.find((variant) => variant.productId === key.productId && same(variant.options, key.options)) ?? null);
}

/** The variant of a product that has exactly these options, in any order; null when there is none. */
export async function variantBySelectedOptions(
  ctx: Ctx,
  productId: string,
  options: readonly SelectedOption[],
): Promise<ProductVariant | null> {
  if (options.length > 10 || !options.every((option) => canExist(option.name) && canExist(option.value))) return null;
  const plain = options.map(({ name, value }) => ({ name, value }));
  return batchByKey(ctx, load).load({ productId, options: plain });
}
