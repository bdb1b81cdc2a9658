import { cpSync, mkdirSync, openAsBlob, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockDataFolder } from '@emporium/db/data-folder-lock';
import { openEmbeddedDatabase } from '@emporium/db/embedded-database';
import type { Config } from '@emporium/platform/config/config';
import { ownerOnly } from '@emporium/platform/config/owner-only';
import { whileRunning } from '../commands/progress-lines.js';
import type { CommandLine } from '../commands/shop-command.js';
import { countRows } from './back-up.js';
import { checkBackup } from './check-backup.js';
import { copyFolder } from './copy-folder.js';
import type { Manifest } from './manifest.js';
import { dataFolders, serverDatabases } from './places.js';
import {
  emptyDatabase,
  requireEmptyDatabase,
  requireTool,
  restoreDatabase,
} from './postgres-tools.js';

/** Everything is made here first and then given its name. */
const STAGING = '.restoring';
/**
 * In a data folder that holds no shop: what starting this command makes, and what is left of a
 * restore that was killed.
 */
const NO_DATA = new Set(['keys', 'lock.sock', STAGING]);

/**
 * `restore --from DIR`: a shop from a backup, into an empty data folder and empty databases. All of
 * the backup is checked before anything is written, and what was written is taken back when a later
 * step fails.
 */
export async function* restore(
  config: Config,
  { from }: { from: string },
): AsyncGenerator<CommandLine> {
  const manifest = yield* whileRunning('checking the backup', () => checkBackup(from, config));
  const servers = serverDatabases(config).filter(({ name }) =>
    manifest.databases.some((database) => database.name === name),
  );
  if (servers.length > 0) await requireTool('pg_restore', servers);
  ownerOnly(config.dataDir);
  const lock = await lockDataFolder(config.dataDir);
  try {
    requireNoData(config, manifest);
    for (const { name, url } of servers) await requireEmptyDatabase(name, url);
    yield* fill(config, from, manifest, servers);
  } finally {
    await lock.release();
  }
  for (const text of manifest.elsewhere) yield { type: 'line', text: `not in the backup: ${text}` };
  yield {
    type: 'result',
    text: `restored what the shop was at ${manifest.at} into ${config.dataDir}. Next: ${nextSteps(servers.length > 0)}`,
  };
}

const nextSteps = (onServer: boolean) =>
  `${onServer ? 'npm run reconcile -- --apply, ' : ''}npm run verify, then npm start`;

async function* fill(
  config: Config,
  from: string,
  manifest: Manifest,
  servers: readonly { name: string; url: string }[],
): AsyncGenerator<CommandLine> {
  const staging = join(config.dataDir, STAGING);
  const begun: { name: string; url: string }[] = [];
  rmSync(staging, { recursive: true, force: true });
  try {
    mkdirSync(staging, { mode: 0o700 });
    for (const name of manifest.folders)
      await copyFolder(join(from, name), join(staging, name), staging);
    const embedded = manifest.databases.find(({ kind }) => kind === 'embedded');
    if (embedded)
      yield* whileRunning('the embedded database', () =>
        openArchive(staging, join(from, embedded.file), manifest),
      );
    for (const { name, url } of servers) {
      begun.push({ name, url });
      yield* whileRunning(`the database of ${name}`, () =>
        restoreDatabase(url, join(from, `databases/${name}.dump`)),
      );
      yield { type: 'line', text: `restored the database of ${name}` };
    }
    giveNames(config, staging, manifest);
  } catch (error) {
    const halfFilled: string[] = [];
    for (const { name, url } of begun) await emptyDatabase(url).catch(() => halfFilled.push(name));
    const state =
      halfFilled.length > 0
        ? `empty the databases of ${halfFilled.join(', ')} by hand, which hold a part of it`
        : 'nothing was restored';
    throw new Error(`${state}: ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function requireNoData(config: Config, manifest: Manifest): void {
  const found = readdirSync(config.dataDir).filter((name) => !NO_DATA.has(name));
  if (found.length > 0)
    throw new Error(
      `the data folder ${config.dataDir} is not empty (${found.slice(0, 3).join(', ')}…): start with DATA_DIR=<a new folder>; nothing was changed`,
    );
  for (const [name, folder] of Object.entries(dataFolders(config))) {
    if (name === 'keys' || !manifest.folders.includes(name)) continue;
    const inside = listed(folder);
    if (inside.length > 0)
      throw new Error(`the folder of ${name}, ${folder}, is not empty; nothing was changed`);
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Opens the archive as a database, which also recovers it, and compares the rows with those that
 * were counted.
 */
async function openArchive(staging: string, archive: string, { counts }: Manifest): Promise<void> {
  const database = await openEmbeddedDatabase(
    staging,
    await openAsBlob(archive, { type: 'application/x-gzip' }),
  );
  try {
    const now = await countRows((sql) => database.connection.query(sql));
    const differing = [...new Set([...Object.keys(counts), ...Object.keys(now)])].filter(
      (table) => counts[table] !== now[table],
    );
    if (differing.length > 0)
      throw new Error(
        `the database has other rows than the backup counted: ${differing.map((t) => `${t} ${now[t]} instead of ${counts[t]}`).join(', ')}`,
      );
  } finally {
    await database.close();
  }
}

/**
 * Moves all to where the shop looks for it, the database last: without it the folder holds no shop.
 */
function giveNames(config: Config, staging: string, manifest: Manifest): void {
  const folders = dataFolders(config);
  const moves = manifest.folders.map((name) => [join(staging, name), folders[name]!] as const);
  const database = readdirSync(staging).includes('pg')
    ? [[join(staging, 'pg'), join(config.dataDir, 'pg')] as const]
    : [];
  for (const [source, target] of [...moves, ...database]) {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(resolve(target, '..'), { recursive: true });
    try {
      renameSync(source, target);
    } catch (error) {
      // The folder is on another disk.
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      cpSync(source, target, { recursive: true });
    }
  }
}
