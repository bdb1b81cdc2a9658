import { join } from 'node:path';
import { knownMigrations } from '@emporium/db/refuse-newer';
import type { Config } from '@emporium/platform/config/config';
import { subgraphs } from '../subgraphs.js';
import { sumOf } from './copy-folder.js';
import { readManifest, type Manifest } from './manifest.js';
import { dataFolders, serverDatabases, usesEmbedded } from './places.js';

/**
 * Reads a backup and checks all of it: whole, of a version that this one understands, and for
 * adapters like these. Throws with what is wrong.
 */
export async function checkBackup(folder: string, config: Config): Promise<Manifest> {
  const manifest = readManifest(folder);
  requireKnownVersion(folder, manifest);
  requireSameAdapters(config, manifest);
  for (const { path, bytes, sha256 } of manifest.files) {
    const found = await sumOf(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
      throw new Error(
        error.code === 'ENOENT' ? `the backup is not whole: ${path} is missing` : error.message,
      );
    });
    if (found.bytes !== bytes || found.sha256 !== sha256)
      throw new Error(
        `the backup is not whole: ${path} has ${found.bytes} bytes of ${bytes} and ${found.bytes === bytes ? 'other content' : 'is torn'}. Take another one`,
      );
  }
  return manifest;
}

function requireKnownVersion(folder: string, { migrations, shop }: Manifest): void {
  const known = new Map(
    subgraphs.map((definition) => [
      definition.name as string,
      new Set(knownMigrations(definition)),
    ]),
  );
  const unknown = Object.entries(migrations).flatMap(([name, run]) =>
    run
      .filter((migration) => !known.get(name)?.has(migration))
      .map((migration) => `${name} ${migration}`),
  );
  if (unknown.length > 0)
    throw new Error(
      `the backup in ${folder} was made by a newer version of the shop (${shop}) than this one: it has ${unknown.join(', ')}. Restore it with that version or a newer one`,
    );
}

function requireSameAdapters(config: Config, { databases, folders }: Manifest): void {
  const servers = new Set(serverDatabases(config).map(({ name }) => name));
  for (const { name, kind } of databases) {
    if (kind === 'embedded' && !usesEmbedded(config))
      throw new Error(
        'the backup is of an embedded database: restore it with DATABASE_URL=pglite:, PostgreSQL cannot read it',
      );
    if (kind === 'postgres' && !servers.has(name))
      throw new Error(
        `the backup has ${name} as a database of PostgreSQL: set DATABASE_URL or ${name.toUpperCase()}_DATABASE_URL to the server it goes to`,
      );
  }
  const here = dataFolders(config);
  for (const name of folders)
    if (!here[name])
      throw new Error(
        `the backup has ${name} as files, and this configuration keeps it elsewhere: restore with the same adapters`,
      );
}
