import type { CategoryStep } from '../csv/category-paths.js';
import type { Attribute, SelectedOption } from '../product/attribute.type.js';
import type { NewVariant } from '../variant/variant.rules.js';
import type { LineProblem } from './read-rows.js';

/**
 * A variant as the file tells it; what the file has no column for is undefined and stays as it is.
 */
export interface ImportedVariant {
  line: number;
  sku: string;
  /** The file has none: it was made of handle and options. */
  isSkuDerived: boolean;
  /** undefined = follows from the options. */
  name: string | undefined;
  options: SelectedOption[] | undefined;
  attributes: Attribute[] | undefined;
  price: NewVariant['price'] | undefined;
  compareAtPrice: NewVariant['compareAtPrice'] | undefined;
  barcode: string | null | undefined;
  weightGrams: number | null | undefined;
  quantity: number | undefined;
  /** Columns that are only kept. */
  csv: Record<string, string>;
}

/** An image as the file tells it. */
export interface ImportedImage {
  line: number;
  src: string;
  alt: string | null;
  position: number | undefined;
  isPrimary: boolean;
  /** undefined = its file is not there. */
  assetId: string | undefined;
}

/** A product as the file tells it. */
export interface ImportedProduct {
  line: number;
  sku: string;
  slug: string;
  name: string | undefined;
  description: string | null | undefined;
  isActive: boolean | undefined;
  taxCategory: string | null | undefined;
  /** Attributes of the Vendor, Type and Tags columns. */
  columnAttributes: Attribute[];
  /** Names of the attributes whose columns the file has. */
  attributeColumns: ReadonlySet<string>;
  /** The complete list, when the file has one. */
  attributes: Attribute[] | undefined;
  categories: CategoryStep[][] | undefined;
  variants: ImportedVariant[];
  images: ImportedImage[];
  csv: Record<string, string>;
}

/** What became of the rows of one product. */
export interface ReadProduct {
  product?: ImportedProduct;
  problems: LineProblem[];
  warnings: LineProblem[];
}
