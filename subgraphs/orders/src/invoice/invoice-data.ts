/** Amounts in minor units of the document's currency. */
export interface InvoiceLine {
  sku: string;
  name: string;
  quantity: number;
  unitPrice: number;
  discount: number;
  total: number;
}

/** Tax at one rate; included in the total. */
export interface InvoiceTaxLine {
  name: string;
  rate: string;
  base: number;
  amount: number;
}

/**
 * Everything that a document shows, copied when it is issued: a later change of the order, the
 * shop's address or its language does not reach it.
 */
export interface InvoiceData {
  /** How it is drawn; a new look gets a new number, so that documents of before stay as they are. */
  layout: 1;
  /** BCP 47 tag. */
  language: string;
  seller: { name: string; address: string[]; vatId: string | null };
  /** Null after the buyer was erased. */
  buyer: { address: string[]; vatId: string | null } | null;
  orderNumber: string;
  /** RFC 3339. */
  orderedAt: string;
  lines: InvoiceLine[];
  shipping: number;
  taxLines: InvoiceTaxLine[];
  /** Otherwise the prices of single units are stated without it. */
  pricesIncludeTax: boolean;
  /** The buyer owes the tax: the document must say so. */
  isReverseCharge: boolean;
  /** Number of the invoice that a credit note takes back, in part or as a whole. */
  credits: string | null;
}
