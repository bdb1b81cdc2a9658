import { z } from 'zod';
import { variantRules } from '../variant/variant.rules.js';
import { id, longText, nameValues, sku, slug, taxCategory, text } from './text-rules.js';

export const MAX_VARIANTS = 500;

export const NOTHING_TO_SELL =
  'A product without a variant is a draft: give it a variant with a price first.';

const categoryIds = z
  .array(id)
  .max(50, 'must have at most 50 entries')
  .transform((ids) => [...new Set(ids)]);

const common = {
  name: text(255),
  slug,
  description: longText(50_000).nullable(),
  isActive: z.boolean(),
  categoryIds,
  attributes: nameValues(100),
  taxCategory: taxCategory.nullable(),
};

/** A new product; prices must be in the shop's currency. */
export const productCreateRules = (currency: string) =>
  z
    .object({
      sku,
      ...common,
      slug: common.slug.nullish(),
      description: common.description.nullish(),
      isActive: common.isActive.nullish(),
      categoryIds: common.categoryIds.nullish().transform((value) => value ?? []),
      attributes: common.attributes.nullish().transform((value) => value ?? []),
      taxCategory: common.taxCategory.nullish(),
      variants: z
        .array(variantRules(currency))
        .max(MAX_VARIANTS, `must have at most ${MAX_VARIANTS} entries`)
        .nullish()
        .transform((value) => value ?? []),
    })
    .refine(({ isActive, variants }) => isActive !== true || variants.length > 0, {
      path: ['isActive'],
      error: NOTHING_TO_SELL,
    })
    .transform(({ isActive, variants, ...others }) => ({
      ...others,
      variants,
      isActive: isActive ?? variants.length > 0,
    }));
export type NewProduct = z.infer<ReturnType<typeof productCreateRules>>;

/** What may change; what is left out stays. Description and tax category may become null. */
export const productUpdateRules = z.object({
  name: common.name.nullish(),
  slug: common.slug.nullish(),
  description: common.description.optional(),
  isActive: common.isActive.nullish(),
  categoryIds: common.categoryIds.nullish(),
  attributes: common.attributes.nullish(),
  taxCategory: common.taxCategory.optional(),
});
export type ProductChanges = z.infer<typeof productUpdateRules>;
