import slugify from '@sindresorhus/slugify';

/** The SKU of a variant whose cell is empty: handle and option values, slugified; `shirt-default-title` for a product without options. */
export function derivedSku(handle: string, optionValues: readonly string[]): string {
  return slugify([handle, ...optionValues].join('-')).slice(0, 100);
}
