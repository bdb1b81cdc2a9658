import { join } from 'node:path';
import type { Config } from '@emporium/platform/config/config';
import { settingsOf } from '@emporium/platform/config/settings';
import { notificationsConfig } from '../config.js';
import { fileMailer } from './file-mailer.js';
import type { Mailer } from './mailer.js';
import { smtpMailer } from './smtp-mailer.adapter.js';

/** Opens the mailer that MAIL_URL names. Throws when the address is not complete. */
export function openMailer(config: Config): Mailer {
  const { MAIL_URL: url, MAIL_FROM: from } = settingsOf(config, notificationsConfig);
  if (!url.startsWith('file:')) return smtpMailer(url, from);
  return fileMailer(url.slice('file:'.length) || join(config.dataDir, 'mail'), from);
}
