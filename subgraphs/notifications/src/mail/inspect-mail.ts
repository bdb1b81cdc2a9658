import { join } from 'node:path';
import { settingsOf } from '@emporium/platform/config/settings';
import { fail, ok, type Inspection } from '@emporium/platform/inspection';
import { notificationsConfig } from '../config.js';
import { openMailer } from './open-mailer.js';

/** The mail server: it greets, and takes the log-in of MAIL_URL. Nothing is sent. */
export const inspectMail: Inspection = {
  name: 'mail',
  async run(config) {
    const { MAIL_URL: url } = settingsOf(config, notificationsConfig);
    const mailer = openMailer(config);
    try {
      await mailer.reach();
      return [
        ok(
          url.startsWith('file:')
            ? `mail is written to ${url.slice('file:'.length) || join(config.dataDir, 'mail')}`
            : 'the mail server greets',
        ),
      ];
    } catch (error) {
      return [
        fail(
          `mail cannot be handed over: ${(error as Error).message}`,
          'correct MAIL_URL (host, port, user, password), or start the mail server',
        ),
      ];
    } finally {
      await mailer.close();
    }
  },
};
