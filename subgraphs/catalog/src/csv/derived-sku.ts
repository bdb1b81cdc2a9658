import { slugOf } from '../product/slug-of.js';

/**
 * The SKU of a variant whose cell is empty: handle and option values, slugified;
 * `shirt-default-title` for a product without options.
 */
export function derivedSku(handle: string, optionValues: readonly string[]): string {
  return slugOf([handle, ...optionValues].join('-'), { decamelize: true }).slice(0, 100);
}
