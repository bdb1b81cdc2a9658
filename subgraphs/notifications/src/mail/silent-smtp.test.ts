import { describeSilence } from '@emporium/testing/describe-silence';
import { afterAll, beforeAll } from 'vitest';
import { type MailServer, startMailServer } from './mail-server.fixture.js';
import { mail, SENDER } from './mailer.contract.js';
import { smtpMailer } from './smtp-mailer.adapter.js';

const SEND_TIMEOUT_MS = 700;

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

describeSilence('mailer on SMTP', {
  opens: ['subgraphs/notifications/src/mail/smtp-mailer.adapter.ts'],
  target: () => server.url,
  deadlineMs: SEND_TIMEOUT_MS,
  open: async (proxy) => {
    const mailer = smtpMailer(proxy.through(server.url), SENDER, SEND_TIMEOUT_MS);
    return {
      calls: {
        send: () => mailer.send(mail()),
        reach: () => mailer.reach(),
        // More than the kept connections: some wait for one.
        'send many': () => Promise.all(Array.from({ length: 12 }, () => mailer.send(mail()))),
      },
      close: () => mailer.close(),
    };
  },
});
