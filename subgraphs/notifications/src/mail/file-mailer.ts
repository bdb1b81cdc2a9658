import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { composeMail } from './compose-mail.js';
import type { Mailer } from './mailer.js';

/** Writes each mail as an `.eml` file into a folder: mail for a shop without a mail server. The same message id is the same file. */
export function fileMailer(folder: string, from: string): Mailer {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async (mail) => {
      await mkdir(folder, { recursive: true });
      const built = await transport.sendMail(composeMail(mail, from));
      const path = join(folder, `${mail.messageId.replace(/[^\w-]/g, '_')}.eml`);
      await writeFile(`${path}.tmp`, built.message as Buffer);
      await rename(`${path}.tmp`, path);
    },
    close: async () => undefined,
  };
}
