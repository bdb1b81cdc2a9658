import { createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { executedMigrations, type Ask } from '@emporium/db/refuse-newer';
import { whileRunning } from '../commands/progress-lines.js';
import type { CommandLine } from '../commands/shop-command.js';
import type { Shop } from '../start-shop.js';
import { copyFolder, sumOf } from './copy-folder.js';
import { dumpDatabase, requireTool } from './postgres-tools.js';
import { emptyFolder } from './empty-folder.js';
import { FORMAT, writeManifest, type BackedUpFile, type Manifest } from './manifest.js';
import { dataFolders, elsewhere, serverDatabases, usesEmbedded } from './places.js';

/**
 * `backup --to DIR`: all that this shop keeps itself, into an empty folder, while it runs. The
 * embedded database and the books of the test bank are of one moment; files are copied after it, so
 * that everything it names is there, sent mails before it. Databases on a server are dumped one after the other.
 */
export async function* backUp(
  shop: Shop,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  const { config } = shop;
  const to = String(args['to'] ?? '');
  if (!isAbsolute(to)) throw new Error('name the folder to write to: --to DIR');
  if (!relative(config.dataDir, to).startsWith('..'))
    throw new Error(
      `${to} is inside the data folder ${config.dataDir}: take a folder elsewhere, best on another disk`,
    );
  const servers = serverDatabases(config);
  if (servers.length > 0) await requireTool('pg_dump', servers);
  emptyFolder(to);
  const manifest: Manifest = {
    format: FORMAT,
    shop: shopVersion(),
    at: new Date().toISOString(),
    migrations: Object.fromEntries(
      await Promise.all(
        shop.subgraphs.map(async ({ name, database }) => [name, await migrationsOf(database)]),
      ),
    ),
    databases: [],
    counts: {},
    folders: [],
    files: [],
    elsewhere: elsewhere(config),
  };
  try {
    mkdirSync(join(to, 'databases'), { mode: 0o700 });
    // Before the databases: a mail without its row would be one of an erased person.
    yield* saveFolders(config, to, manifest, (name) => name === 'mail');
    if (usesEmbedded(config))
      yield* whileRunning('the embedded database', () => saveEmbedded(shop, to, manifest));
    for (const { name, url } of servers) {
      const file = `databases/${name}.dump`;
      yield* whileRunning(`the database of ${name}`, () => dumpDatabase(url, join(to, file)));
      manifest.databases.push({ name, kind: 'postgres', file });
      manifest.files.push({ path: file, ...(await sumOf(join(to, file))) });
      yield { type: 'line', text: `saved the database of ${name}` };
    }
    // The books are of the database's moment and stand there already.
    yield* saveFolders(
      config,
      to,
      manifest,
      (name) => !manifest.folders.includes(name) && name !== 'mail',
    );
    writeManifest(to, manifest);
  } catch (error) {
    for (const entry of readdirSync(to)) rmSync(join(to, entry), { recursive: true, force: true });
    throw new Error(`no backup was made, ${to} is empty again: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  for (const text of manifest.elsewhere) yield { type: 'line', text: `not in it: ${text}` };
  yield {
    type: 'line',
    text: 'It holds secrets and personal data: keep it as safe as the shop itself.',
  };
  yield {
    type: 'result',
    text: `backup of ${manifest.at} in ${to}: ${manifest.files.length} files, ${Math.ceil(bytes / 1_000_000)} MB; npm run restore -- --from ${to}`,
  };
}

/** Copies those folders of the shop's files that are wanted and not empty. */
async function* saveFolders(
  config: Shop['config'],
  to: string,
  manifest: Manifest,
  isWanted: (name: string) => boolean,
): AsyncGenerator<CommandLine> {
  for (const [name, folder] of Object.entries(dataFolders(config))) {
    if (!isWanted(name)) continue;
    const copied = yield* whileRunning(name, () => copyFolder(folder, join(to, name), to));
    if (copied.length === 0) continue;
    manifest.folders.push(name);
    manifest.files.push(...copied);
  }
}

function shopVersion(): string {
  return (
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    }
  ).version;
}

/** Names of the migrations that have run. */
async function migrationsOf(database: Shop['subgraphs'][number]['database']): Promise<string[]> {
  const connection = database.fork().getConnection();
  return (await executedMigrations(database.name, (sql) => connection.execute(sql))) ?? [];
}

async function saveEmbedded(shop: Shop, to: string, manifest: Manifest): Promise<void> {
  const { provider } = dataFolders(shop.config);
  const embedded = await shop.runtime.embedded!();
  const { archive, result } = await embedded.snapshot(async (ask) => ({
    counts: await countRows(ask),
    // While nobody can write down what the bank answers, no charge can be known here that is not in
    // the copy.
    books: provider ? await copyFolder(provider, join(to, 'provider'), to) : [],
  }));
  manifest.counts = result.counts;
  if (result.books.length > 0) manifest.folders.push('provider');
  const file = 'databases/embedded.tar.gz';
  await pipeline(
    Readable.fromWeb(archive.stream() as never),
    createGzip({ level: 1 }),
    createWriteStream(join(to, file), { mode: 0o600, flush: true }),
  );
  const saved: BackedUpFile = { path: file, ...(await sumOf(join(to, file))) };
  manifest.files.push(...result.books, saved);
  manifest.databases.push({ name: 'embedded', kind: 'embedded', file });
}

/** Rows of every table that is not the engine's own. */
export async function countRows(ask: Ask): Promise<Record<string, number>> {
  const tables = await ask<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by schemaname, tablename`,
  );
  const counts: Record<string, number> = {};
  for (const { schema, name } of tables) {
    const [row] = await ask<{ count: number }>(
      `select count(*)::integer as count from "${schema}"."${name}"`,
    );
    counts[`${schema}.${name}`] = row!.count;
  }
  return counts;
}
