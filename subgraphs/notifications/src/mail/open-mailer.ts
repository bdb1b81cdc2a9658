import type { Config } from '@emporium/platform/config/config';
import { fileMailer } from './file-mailer.js';
import type { Mailer } from './mailer.js';
import { smtpMailer } from './smtp-mailer.adapter.js';

/** Opens the mailer that MAIL_URL names. Throws when the address is not complete. */
export function openMailer({ mailUrl, mailFrom }: Pick<Config, 'mailUrl' | 'mailFrom'>): Mailer {
  return mailUrl.startsWith('file:') ? fileMailer(mailUrl.slice('file:'.length), mailFrom) : smtpMailer(mailUrl, mailFrom);
}
