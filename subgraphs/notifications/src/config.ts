import { adapterUrl, booleanField, listField } from '@emporium/platform/config/fields';
import { z } from 'zod';

const most = (whom: string) =>
  z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(50)
    .describe(
      `Mails that ${whom} gets within 24 hours at most, those about orders and those about the account counted apart; what is beyond is not sent (emporium_mails_over_limit_24h).`,
    );

/** Settings that only notifications reads. */
export const notificationsConfig = {
  MAIL_URL: adapterUrl(
    ['file:', 'smtp://', 'smtps://'],
    'Mail: file:DIR (file: alone is DATA_DIR/mail), smtp://user:password@host:port or smtps://….',
  ).default('file:'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/, 'must be an address such as Shop <shop@example.org>')
    .default('Emporium <shop@emporium.test>')
    .describe('Sender of all mails.'),
  STOREFRONT_URL: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
      error: 'must be a URL such as https://shop.example/orders/{number}?token={token}',
    })
    .optional()
    .describe(
      'Page of an order in the storefront, for links in mails: {number} and {id} of the order and, for a guest, the {token} that opens it are filled in. Without it mails have no link.',
    ),
  ACCOUNT_URL: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text) && text.includes('{token}'), {
      error: 'must be a URL with {token}, such as https://shop.example/account/{action}#{token}',
    })
    .optional()
    .describe(
      'Page of the storefront that opens the links of mails to the owners of accounts: {action} (verify-email, reset-password or undo-email-change) and {token} are filled in; after a # the token stays out of the logs of servers. Without it mails show the token.',
    ),
  CART_URL: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
      error: 'must be a URL such as https://shop.example/cart',
    })
    .optional()
    .describe(
      'Page of the cart in the storefront, for the reminder of an abandoned cart. Without it the mail has no link to it.',
    ),
  ABANDONED_CART_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(144)
    .default(24)
    .describe(
      'Hours without a change after which users who want it are reminded of what is in their cart, once per cart.',
    ),
  MAIL_MAX_PER_ADDRESS: most('one address'),
  MAIL_MAX_PER_USER: most('one user, whatever the addresses given with their orders,'),
  MAIL_STAFF: listField(
    'Addresses of staff that hear of trouble (a webhook endpoint that was switched off, a disputed payment, variants low in stock), comma-separated.',
  ).default([]),
  LOW_STOCK_AT: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(5)
    .describe(
      'Units of a variant that can still be ordered at which MAIL_STAFF is told, once until there are more again; 0 = never.',
    ),
  WEBHOOK_ALLOW_LOCAL: booleanField(
    'Development: webhook endpoints may be http:// and on this machine (localhost). Refused in production.',
  ).default(false),
  WEBHOOK_LOG_DAYS: z.coerce
    .number()
    .int()
    .min(2)
    .max(365)
    .default(30)
    .describe('Days for which webhook events and their deliveries are kept, and can be replayed.'),
  WEBHOOK_SWITCH_OFF_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(30)
    .default(5)
    .describe('Days without any delivery that worked, after which an endpoint is switched off.'),
};
