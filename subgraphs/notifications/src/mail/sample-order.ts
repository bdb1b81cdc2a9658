import type { MailOrder } from './ask-order.js';

const eur = (minor: number) => ({ minor, currency: 'EUR' });

/** A paid guest order with everything that mails show, for previews and tests. */
export const SAMPLE_ORDER: MailOrder = {
  id: 'ord_sample',
  number: 'EM-7K3MB-Q9TDX',
  status: 'PAID',
  contact: { email: 'ada@example.test' },
  customer: null,
  shipping: eur(490),
  total: eur(4_487),
  taxLines: [{ name: 'VAT 19 %', rate: '0.19', amount: eur(716) }],
  lines: [
    {
      id: 'oln_1',
      productName: 'Ocean Blue Shirt',
      variantName: 'M',
      quantity: 2,
      discount: eur(451),
      total: eur(3_547),
    },
    {
      id: 'oln_2',
      productName: 'Socks',
      variantName: null,
      quantity: 1,
      discount: eur(0),
      total: eur(450),
    },
  ],
  fulfillments: [
    {
      id: 'ful_1',
      carrier: 'DHL',
      trackingNumber: '00340434161094042557',
      trackingUrl: 'https://tracking.example/00340434161094042557',
      cancelledAt: null,
      lines: [{ orderLineId: 'oln_1', quantity: 2 }],
    },
    {
      id: 'ful_2',
      carrier: null,
      trackingNumber: null,
      trackingUrl: null,
      cancelledAt: null,
      lines: [{ orderLineId: 'oln_2', quantity: 1 }],
    },
  ],
};
