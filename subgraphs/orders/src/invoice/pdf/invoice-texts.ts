/** Words of invoices, credit notes and packing slips. */
export interface InvoiceTexts {
  titles: { INVOICE: string; CREDIT_NOTE: string; PACKING_SLIP: string };
  number: string;
  date: string;
  order: string;
  ordered: string;
  credits: string;
  vatId: string;
  item: string;
  quantity: string;
  price: string;
  netPrice: string;
  discount: string;
  amount: string;
  refund: string;
  shipping: string;
  total: string;
  credited: string;
  tax: string;
  net: string;
  reverseCharge: string;
  page: (page: number, pages: number) => string;
}

const en: InvoiceTexts = {
  titles: { INVOICE: 'Invoice', CREDIT_NOTE: 'Credit note', PACKING_SLIP: 'Packing slip' },
  number: 'Number',
  date: 'Date',
  order: 'Order',
  ordered: 'Ordered on',
  credits: 'For invoice',
  vatId: 'VAT ID',
  item: 'Item',
  quantity: 'Quantity',
  price: 'Price',
  netPrice: 'Net price',
  discount: 'Discount',
  amount: 'Amount',
  refund: 'Refund',
  shipping: 'Shipping',
  total: 'Total',
  credited: 'Credited',
  tax: 'Included tax',
  net: 'Net',
  reverseCharge: 'Reverse charge: the recipient owes the VAT.',
  page: (page, pages) => `Page ${page} of ${pages}`,
};

const de: InvoiceTexts = {
  titles: { INVOICE: 'Rechnung', CREDIT_NOTE: 'Rechnungskorrektur', PACKING_SLIP: 'Lieferschein' },
  number: 'Nummer',
  date: 'Datum',
  order: 'Bestellung',
  ordered: 'Bestellt am',
  credits: 'Zur Rechnung',
  vatId: 'USt-IdNr.',
  item: 'Artikel',
  quantity: 'Menge',
  price: 'Preis',
  netPrice: 'Nettopreis',
  discount: 'Rabatt',
  amount: 'Betrag',
  refund: 'Erstattung',
  shipping: 'Versand',
  total: 'Gesamt',
  credited: 'Erstattet',
  tax: 'Enthaltene Steuer',
  net: 'Netto',
  reverseCharge: 'Steuerschuldnerschaft des Leistungsempfängers (reverse charge).',
  page: (page, pages) => `Seite ${page} von ${pages}`,
};

/** The words of a language; English for others than German. */
export const invoiceTexts = (language: string): InvoiceTexts =>
  language.startsWith('de') ? de : en;
