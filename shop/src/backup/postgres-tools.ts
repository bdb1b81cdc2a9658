import { spawn } from 'node:child_process';
import { openPgPool } from '@emporium/db/pg-client';
import { prepareDatabase } from '@emporium/db/prepare-server';
import { childEnvironment } from '@emporium/platform/config/child-environment';

const CUSTOM = ['--format=custom'];
const RESTORE = ['--exit-on-error', '--single-transaction', '--no-owner', '--no-comments'];
/** Tables that are not the engine's own. */
const TABLES = `select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;

/**
 * Throws, naming the exact commands for another machine, when the tool of PostgreSQL is not here.
 */
export async function requireTool(
  tool: 'pg_dump' | 'pg_restore',
  databases: readonly { name: string; url: string }[],
): Promise<void> {
  const there = await run(tool, ['--version'], {}).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (there) return;
  const args = (name: string, address: string) =>
    tool === 'pg_dump'
      ? [...CUSTOM, `--file=${name}.dump`, `--dbname='${address}'`]
      : [...RESTORE, `--dbname='${address}'`, `${name}.dump`];
  const commands = databases.map(
    ({ name, url }) => `  ${[tool, ...args(name, withoutPassword(url).address)].join(' ')}`,
  );
  throw new Error(
    `${tool} is not on this machine. Install the client tools of PostgreSQL here, or run this where they are (PGPASSWORD holds the password):\n${commands.join('\n')}`,
  );
}

/** Dumps a database into a file. Rejects with what pg_dump says. */
export async function dumpDatabase(url: string, file: string): Promise<void> {
  const { address, secret } = withoutPassword(url);
  await run('pg_dump', [...CUSTOM, `--file=${file}`, `--dbname=${address}`], secret);
}

/** Fills an empty database from a file, wholly or not at all. Rejects with what pg_restore says. */
export async function restoreDatabase(url: string, file: string): Promise<void> {
  const { address, secret } = withoutPassword(url);
  await run('pg_restore', [...RESTORE, `--dbname=${address}`, file], secret);
}

/** Creates the database when it is missing. Throws when it holds a table. */
export async function requireEmptyDatabase(name: string, url: string): Promise<void> {
  await prepareDatabase(url, async () => undefined);
  const found = await asking(url, (query) =>
    query<{ schema: string; name: string }>(`${TABLES} limit 1`),
  );
  if (found.length > 0)
    throw new Error(
      `the database of ${name} is not empty (${found[0]!.schema}.${found[0]!.name}): restore into new databases; nothing was changed`,
    );
}

/** Removes every table again, from a database that was empty before a restore. */
export async function emptyDatabase(url: string): Promise<void> {
  await asking(url, async (query) => {
    for (const { schema, name } of await query<{ schema: string; name: string }>(TABLES))
      await query(`drop table if exists "${schema}"."${name}" cascade`);
  });
}

async function asking<T>(
  url: string,
  work: (query: <R>(sql: string) => Promise<R[]>) => Promise<T>,
): Promise<T> {
  const pool = openPgPool(url, 1);
  try {
    return await work((sql) => pool.query(sql));
  } finally {
    await pool.close();
  }
}

/** The list of processes shows arguments to everybody on the machine. */
function withoutPassword(url: string): { address: string; secret: Record<string, string> } {
  const parsed = new URL(url);
  const secret: Record<string, string> = parsed.password
    ? { PGPASSWORD: decodeURIComponent(parsed.password) }
    : {};
  parsed.password = '';
  return { address: parsed.toString(), secret };
}

function run(tool: string, args: string[], secret: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, {
      env: childEnvironment(secret),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (said = (said + text).slice(-2_000)));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${tool} failed (${code}): ${said.trim()}`)),
    );
  });
}
