import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mailer.js';

/**
 * A mail as nodemailer takes it. The Message-ID is made of the mail's own id and the sender's
 * domain.
 */
export function composeMail(
  { to, subject, text, html, messageId }: Mail,
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
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
