import { connectionType } from '@emporium/graphql/paging';
import { ProductVariant } from '../variant/variant.entity.js';
import { Product } from './product.entity.js';

export const { Connection: ProductConnection } = connectionType('Product', () => Product);
export const { Connection: ProductVariantConnection } = connectionType(
  'ProductVariant',
  () => ProductVariant,
);
