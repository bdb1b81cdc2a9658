import { fileMailer } from './file-mailer.js';
import type { Mailer } from './mailer.js';

/** Opens the mailer that MAIL_URL names. Throws for a scheme without an adapter. */
export function openMailer(url: string): Mailer {
  if (url.startsWith('file:')) return fileMailer(url.slice('file:'.length));
  throw new Error(`MAIL_URL: there is no adapter for ${url.split(':')[0]}: yet`);
}
