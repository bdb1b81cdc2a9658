import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '@emporium/db/embedded-database';
import { inspectPostgres, type PostgresFacts } from '@emporium/db/inspect-postgres';
import { executedMigrations, knownMigrations } from '@emporium/db/refuse-newer';
import type { Config } from '@emporium/platform/config/config';
import { EngineUnreachableError, explainUnreachable } from '@emporium/platform/explain-unreachable';
import {
  compareClocks,
  compareVersion,
  fail,
  ok,
  warn,
  type Finding,
  type Inspection,
} from '@emporium/platform/inspection';
import { serverDatabases, usesEmbedded } from '../backup/places.js';
import { isAlive, type RunFile } from '../run-file.js';
import { subgraphs } from '../subgraphs.js';

const OLDEST_POSTGRES = 14;

/** Every database on a server, and the embedded one unless a shop is at work on it. */
export function inspectDatabases(config: Config, run: RunFile | undefined): Inspection[] {
  const servers = serverDatabases(config).map(({ name, url }): Inspection => ({
    name: `database of ${name}`,
    run: () => inspectServer(name, url, config),
  }));
  return usesEmbedded(config) ? [...servers, inspectEmbedded(run)] : servers;
}

async function inspectServer(name: string, url: string, config: Config): Promise<Finding[]> {
  const variable = config.raw[`${name.toUpperCase()}_DATABASE_URL`]
    ? `${name.toUpperCase()}_DATABASE_URL`
    : 'DATABASE_URL';
  let facts: PostgresFacts;
  try {
    facts = await explainUnreachable(variable, url, () => inspectPostgres(name, url));
  } catch (error) {
    // Two sentences: what is wrong, and what to do.
    const [, text, remedy] =
      error instanceof EngineUnreachableError
        ? (/^(.+?)\. ([SC].+)\.$/.exec(error.message) ?? [])
        : [];
    if (!text || !remedy) throw error;
    return [fail(text, remedy)];
  }
  const free = facts.maxConnections - facts.usedConnections;
  return [
    compareVersion('PostgreSQL', facts.version, OLDEST_POSTGRES),
    compareClocks(facts.clock, facts.askedAt, facts.answeredAt),
    ...facts.missingExtensions.map((extension) =>
      fail(
        `the server has no extension ${extension}`,
        'install the contrib package of PostgreSQL (postgresql-contrib)',
      ),
    ),
    ...(facts.exists ? [] : [warn('the database does not exist yet', 'the first start makes it')]),
    ...(facts.mayCreate
      ? []
      : [
          fail(
            `the user may not make the ${facts.exists ? 'schema' : 'database'}`,
            `grant CREATE on the database, or make it for that user (${variable})`,
          ),
        ]),
    ...(free < config.databasePoolMax
      ? [
          warn(
            `${free} of ${facts.maxConnections} connections are free`,
            'raise max_connections, or lower DATABASE_POOL_MAX',
          ),
        ]
      : []),
    // The embedded bus and stores make their tables by themselves.
    ...(name === 'platform' || !facts.exists ? [] : [migrationsFinding(name, facts.migrations)]),
  ];
}

/** Whether the code and the database are of one version. */
export function migrationsFinding(name: string, executed: readonly string[] | undefined): Finding {
  const known = knownMigrations(subgraphs.find((definition) => definition.name === name)!);
  if (!executed) return warn(`${name} was never set up there`, 'the first start does it');
  const unknown = executed.filter((migration) => !known.includes(migration));
  if (unknown.length > 0)
    return fail(
      `${name} has ${unknown.join(', ')}, of a newer version of the shop`,
      'run that version or a newer one; this one will not start',
    );
  const pending = known.filter((migration) => !executed.includes(migration));
  if (pending.length > 0)
    return warn(
      `${name} has not had ${pending.join(', ')} yet`,
      'make a backup; the next start runs what is missing',
    );
  return ok(`${executed.length} migrations of ${name} are done`);
}

function inspectEmbedded(run: RunFile | undefined): Inspection {
  return {
    name: 'embedded database',
    async run({ dataDir }) {
      if (!existsSync(join(dataDir, 'pg')))
        return [warn('there is no shop in the data folder yet', 'npm start sets one up')];
      // It has one process at a time; a shop that runs has checked the same at its start.
      if (run && isAlive(run.pid)) return [ok('in use by the running shop')];
      const database = await openEmbeddedDatabase(dataDir);
      try {
        const findings: Finding[] = [];
        for (const { name } of subgraphs)
          findings.push(
            migrationsFinding(
              name,
              await executedMigrations(name, (sql) => database.connection.query(sql)),
            ),
          );
        return findings;
      } finally {
        await database.close();
      }
    },
  };
}
