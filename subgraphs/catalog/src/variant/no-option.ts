/** What Shopify writes for a product without options. */
export const NO_OPTION = { name: 'Title', value: 'Default Title' };

/**
 * The options without that pair alone: it says nothing, and after an export nobody could tell it
 * from none.
 */
export function realOptions<T extends { name: string; value: string }>(options: T[]): T[] {
  const [only] = options;
  return options.length === 1 && only!.name === NO_OPTION.name && only!.value === NO_OPTION.value
    ? []
    : options;
}
