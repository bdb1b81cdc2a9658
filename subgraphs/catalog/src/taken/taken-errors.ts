import { invalidInput, userError, UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { uniqueViolation } from './unique-violation.js';

@ObjectType('SkuTakenError', {
  implements: UserError,
  description: 'Another product or variant has this SKU.',
})
export class SkuTakenError extends UserError {
  @Field(() => String, { description: 'The SKU that is taken.' })
  sku!: string;
}

@ObjectType('SlugTakenError', {
  implements: UserError,
  description: 'Another product or category has this slug.',
})
export class SlugTakenError extends UserError {
  @Field(() => String, { description: 'The slug that is taken.' })
  slug!: string;
}

const skuTaken = (sku: string) =>
  userError(SkuTakenError, {
    message: `The SKU ${sku} is taken: choose another one.`,
    path: ['sku'],
    sku,
  });
const slugTaken = (slug: string) =>
  userError(SlugTakenError, {
    message: `The slug ${slug} is taken: choose another one.`,
    path: ['slug'],
    slug,
  });

/**
 * Two requests may ask for the same name at once, so only the unique index decides; this turns its
 * refusal into the expected failure. Undefined for errors of another kind.
 */
export function takenError(error: unknown): UserError | undefined {
  const violation = uniqueViolation(error);
  switch (violation?.constraint) {
    case 'product_sku':
    case 'product_variant_sku':
      return skuTaken(violation.value);
    case 'product_slug':
    case 'category_slug_key':
      return slugTaken(violation.value);
    case 'product_variant_options':
      return invalidInput('Another variant of this product has these options.', ['options']);
    case 'product_image_asset':
      return invalidInput('The product has this image already.', ['assetId']);
    default:
      return undefined;
  }
}
