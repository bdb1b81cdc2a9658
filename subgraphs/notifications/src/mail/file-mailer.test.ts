import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileMailer } from './file-mailer.js';
import { describeMailer, SENDER } from './mailer.contract.js';

describeMailer('files', async () => {
  const root = await mkdtemp(join(tmpdir(), 'emporium-mail-'));
  const folder = join(root, 'mail');
  return {
    mailer: fileMailer(folder, SENDER),
    received: async () => {
      const names = await readdir(folder).catch(() => []);
      return Promise.all(
        names
          .filter((name) => name.endsWith('.eml'))
          .map((name) => readFile(join(folder, name), 'utf8')),
      );
    },
    // A file where the folder should be: also root cannot write there.
    break: () => writeFile(folder, ''),
    heal: () => rm(folder),
    close: () => rm(root, { recursive: true }),
  };
});
