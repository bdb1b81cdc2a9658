import { booleanField } from '@emporium/platform/config/fields';
import { z } from 'zod';

/** Settings that only orders reads. */
export const ordersConfig = {
  SHOP_ADDRESS: z
    .string()
    .regex(/^[^\p{Cc}]{0,500}$/u, 'must be one line, its parts separated by commas')
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .describe(
      'Address of the shop on invoices, its lines separated by commas: Example Ltd, Main Street 1, 12345 Town.',
    ),
  SHOP_VAT_ID: z
    .string()
    .regex(/^[A-Z0-9 .-]{2,30}$/i, 'must be a tax number such as DE123456789')
    .optional()
    .describe('VAT or tax number of the shop on invoices.'),
  ORDER_TTL_MINUTES: z.coerce
    .number()
    .min(0.01)
    .max(10_080)
    .default(30)
    .describe('Minutes until an unpaid order expires and its stock returns.'),
  ORDER_TTL_SCARCE_MINUTES: z.coerce
    .number()
    .min(0.01)
    .max(10_080)
    .default(10)
    .describe(
      'The same when less than a fifth of the stock of something in it is left for others; never longer than ORDER_TTL_MINUTES.',
    ),
  ORDER_REQUIRES_VERIFIED_EMAIL: booleanField(
    'Whether an account can order only once its e-mail address is verified; guests can order all the same.',
  ).default(false),
  DRAFT_ORDER_PAY_HOURS: z.coerce
    .number()
    .min(0.01)
    .max(2_160)
    .default(72)
    .describe('Hours that the order of a draft waits for its payment after staff sent it.'),
  DRAFT_ORDER_DAYS: z.coerce
    .number()
    .min(0.01)
    .max(3_650)
    .default(30)
    .describe('Days after its last change until a draft that was not sent expires.'),
  UNPAID_ORDERS_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe('Unpaid orders that one user, or one e-mail address, may have open at once.'),
  UNPAID_UNITS_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(500)
    .describe('Units that they may hold with several unpaid orders; a single order may be larger.'),
  UNPAID_ORDERS_MAX_PER_IP: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .optional()
    .describe(
      'Unpaid orders from one network (IPv4 address, IPv6 /64) open at once; 0 = any number; default 50 in production, else 0.',
    ),
};
