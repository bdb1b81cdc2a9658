import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { composeMail } from './compose-mail.js';
import type { Mailer } from './mailer.js';

/**
 * Writes each mail as an `.eml` file into a folder: mail for a shop without a mail server. The same
 * message id is the same file.
 */
export function fileMailer(folder: string, from: string): Mailer {
  const transport = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'unix',
  });
  const pathOf = (messageId: string) => join(folder, `${messageId.replace(/[^\w-]/g, '_')}.eml`);
  return {
    send: async (mail) => {
      await mkdir(folder, { recursive: true });
      const built = await transport.sendMail(composeMail(mail, from));
      const path = pathOf(mail.messageId);
      await writeFile(`${path}.tmp`, built.message as Buffer);
      await rename(`${path}.tmp`, path);
    },
    forget: async (messageIds) => {
      for (const path of messageIds.map(pathOf))
        await Promise.all([rm(path, { force: true }), rm(`${path}.tmp`, { force: true })]);
    },
    kept: async () => {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      return names.flatMap((name) => /^(.+)\.eml$/.exec(name)?.[1] ?? []);
    },
    read: (messageId) =>
      readFile(pathOf(messageId), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }),
    reach: async () => void (await mkdir(folder, { recursive: true })),
    close: async () => undefined,
  };
}
