import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeBlobStore } from './blob-store.contract.js';
import { openFileBlobStore } from './file-blob-store.js';

describeBlobStore('files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'emporium-blobs-'));
  return {
    store: await openFileBlobStore(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
});
