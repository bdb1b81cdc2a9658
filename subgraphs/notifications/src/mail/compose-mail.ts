import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mailer.js';

/**
 * A mail as nodemailer takes it. The Message-ID is made of the mail's own id and the sender's
 * domain.
 */
export function composeMail(
  { to, subject, text, html, messageId, unsubscribeUrl }: Mail,
  from: string,
): SendMailOptions {
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    // As an object: a comma in an address must not make two recipients of it.
    to: { name: '', address: to },
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    messageId: `<${messageId}@${domain}>`,
    // Tells out-of-office robots to keep quiet (RFC 3834).
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl === undefined ? {} : oneClick(unsubscribeUrl)),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * The button of mail programs that unsubscribes by one POST (RFC 8058); the mail server has to sign
 * both headers (DKIM). In one line each: programs read no folded address.
 */
const oneClick = (url: string) => ({
  'List-Unsubscribe': { prepared: true, value: `<${url}>` },
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});
