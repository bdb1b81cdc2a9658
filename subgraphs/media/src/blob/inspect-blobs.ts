import { randomUUID } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsOf } from '@emporium/platform/config/settings';
import { fail, ok, type Inspection } from '@emporium/platform/inspection';
import { mediaConfig } from '../config.js';
import { openBlobStore } from './open-blob-store.js';

const REMEDY =
  'let the credentials of S3_ACCESS_KEY_ID put, get and delete objects in the bucket of BLOB_URL, and make the bucket if they may not';

/** The store of images: takes a file, gives it back and forgets it. */
export const inspectBlobs: Inspection = {
  name: 'media',
  async run(config) {
    const { BLOB_URL: url } = settingsOf(config, mediaConfig);
    if (url.startsWith('file:'))
      return [await folderFinding(url.slice('file:'.length) || join(config.dataDir, 'media'))];
    const store = await openBlobStore(config);
    const key = `doctor/${randomUUID()}`;
    const bytes = Buffer.from('npm run doctor');
    try {
      await store.put(key, bytes, 'text/plain');
      const back = await store.read(key);
      await store.delete(key);
      return [
        back?.equals(bytes)
          ? ok('the bucket takes, gives and deletes files')
          : fail('the bucket gave other bytes than it took', REMEDY),
      ];
    } catch (error) {
      return [fail(`the bucket does not do its work: ${(error as Error).message}`, REMEDY)];
    } finally {
      await store.close();
    }
  },
};

/** The store itself is not opened: it would clear what a running shop is just writing. */
async function folderFinding(folder: string) {
  try {
    await access(folder, constants.W_OK);
    return ok(`files in ${folder}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return ok(`files in ${folder}, which the first start makes`);
    return fail(
      `${folder} cannot be written: ${(error as Error).message}`,
      'let the user of the shop write there, or set BLOB_URL',
    );
  }
}
