/** Columns of Shopify's product CSV in their usual order; the export writes them all. */
export const SHOPIFY_COLUMNS = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Option3 Name',
  'Option3 Value',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Fulfillment Service',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Gift Card',
  'SEO Title',
  'SEO Description',
  'Variant Image',
  'Variant Weight Unit',
  'Variant Tax Code',
] as const;

/** Columns for what Shopify's format cannot say; the export writes one only when it is needed. */
export const OWN = {
  sku: 'Emporium SKU',
  categories: 'Emporium Categories',
  attributes: 'Emporium Attributes',
  variantName: 'Emporium Variant Name',
  variantAttributes: 'Emporium Variant Attributes',
  primaryImage: 'Emporium Primary Image',
  taxCategory: 'Emporium Tax Category',
} as const;

const UNDERSTOOD = new Set<string>([
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Tags',
  'Published',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Qty',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  ...Object.values(OWN),
]);

/** Whether the shop has a field for the column; all others are only kept for the export. */
export function isUnderstood(column: string): boolean {
  return UNDERSTOOD.has(column) || OPTION.test(column);
}

/** Whether a column that is only kept belongs to the variant of its row, not to the product. */
export function isKeptOnVariant(column: string): boolean {
  return column.startsWith('Variant ') || column === 'Cost per item';
}

export const OPTION = /^Option(\d{1,2}) (Name|Value)$/;

/** Attributes that have columns of their own. */
export const ATTRIBUTE_COLUMNS = { vendor: 'Vendor', type: 'Type', tag: 'Tag' } as const;
