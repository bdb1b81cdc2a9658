import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Subjects of the mails to an address that are in the mail folder. */
export function mailsTo(folder: string, address: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((mail) => mail.includes(`To: ${address}`))
    .map((mail) => /^Subject: (.*)/m.exec(mail)![1]!);
}
