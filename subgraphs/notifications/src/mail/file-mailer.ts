import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { Mailer } from './mailer.js';

/** Writes each mail as an `.eml` file into a folder: mail for a shop without a mail server. The same message id is the same file. */
export function fileMailer(folder: string): Mailer {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async ({ to, subject, text, messageId }) => {
      await mkdir(folder, { recursive: true });
      const built = await transport.sendMail({ from: 'Emporium <shop@emporium.test>', to, subject, text, messageId: `<${messageId}@emporium.test>` });
      const path = join(folder, `${messageId.replace(/[^\w-]/g, '_')}.eml`);
      await writeFile(`${path}.tmp`, built.message as Buffer);
      await rename(`${path}.tmp`, path);
    },
  };
}
