import { adapterUrl } from '@emporium/platform/config/fields';
import { z } from 'zod';

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
};
