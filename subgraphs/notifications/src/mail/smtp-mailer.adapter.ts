import { withDeadline } from '@emporium/resilience/deadline';
import nodemailer from 'nodemailer';
import { composeMail } from './compose-mail.js';
import { type Mailer, SEND_TIMEOUT_MS } from './mailer.js';
import { parseSmtpAddress } from './smtp-address.js';

/** Longest wait for one step of the conversation: name, connection, greeting, answer. */
const STEP_TIMEOUT_MS = 10_000;

/**
 * Hands mails to a mail server over a few connections that are kept. Rejects when the server
 * refuses the mail, is away or hangs; `sendTimeoutMs` is the longest time for one mail. Throws when
 * the address is not complete.
 */
export function smtpMailer(
  url: string,
  from: string,
  sendTimeoutMs: number = SEND_TIMEOUT_MS,
): Mailer {
  const step = Math.min(STEP_TIMEOUT_MS, sendTimeoutMs);
  const transport = nodemailer.createTransport({
    ...parseSmtpAddress(url),
    pool: true,
    maxConnections: 5,
    dnsTimeout: step,
    connectionTimeout: step,
    greetingTimeout: step,
    socketTimeout: step,
    // Only for a kept connection that the server closed meanwhile, before a byte of the mail went
    // out; everything else is the queue's job.
    maxRequeues: 1,
  });
  return {
    send: async (mail) => {
      // A server that answers a byte now and then passes every step's limit, so the whole mail has
      // one too.
      await withDeadline(sendTimeoutMs, 'sending a mail', (signal) =>
        transport.sendMail({ ...composeMail(mail, from), signal }),
      );
    },
    // Nothing is kept here: the mail server has it, and the reader.
    forget: async () => undefined,
    kept: async () => [],
    read: async () => undefined,
    reach: () =>
      withDeadline(
        sendTimeoutMs,
        'the greeting of the mail server',
        async () => void (await transport.verify()),
      ),
    close: async () => transport.close(),
  };
}
