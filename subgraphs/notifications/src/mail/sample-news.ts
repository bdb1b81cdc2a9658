import type { StaffNews } from './compose-staff-mail.js';
import { SAMPLE_ORDER } from './sample-order.js';

/** What mails to staff tell in previews and tests. */
export const SAMPLE_NEWS: StaffNews = {
  'webhook-endpoint-off': {
    id: 'whk_sample',
    host: 'erp.example',
    failures: 42,
    since: new Date('2026-01-05T08:00:00Z'),
  },
  'payment-disputed': {
    id: 'dp_sample',
    status: 'OPEN',
    reason: 'product_not_received',
    number: SAMPLE_ORDER.number,
    amount: SAMPLE_ORDER.total,
  },
  'low-stock': {
    variants: [
      { sku: 'SHIRT-BLUE-M', name: 'Ocean Blue Shirt, M', available: 0 },
      { sku: 'SOCKS', name: 'Socks', available: 3 },
    ],
    more: 0,
  },
};
