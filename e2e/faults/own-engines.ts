import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { childEnvironment } from '@emporium/platform/config/child-environment';
import { readEnvironment } from '@emporium/platform/config/read-environment';
import { freePort } from '@emporium/shop/services/free-port';

export type EngineName = 'postgres' | 'redis' | 'kafka' | 'elasticsearch' | 's3';
export const ENGINE_NAMES: readonly EngineName[] = [
  'postgres',
  'redis',
  'kafka',
  'elasticsearch',
  's3',
];
const UP_LIMIT_MS = 300_000;

/** Engines that nobody else uses, so that they may be killed at will. */
export interface OwnEngines {
  databaseUrl: string;
  redisUrl: string;
  /** `host:port`. */
  kafkaBrokers: string;
  elasticsearchUrl: string;
  s3: { endpoint: string; accessKeyId: string; secretAccessKey: string; region: string };
  ports: Record<EngineName, number>;
  kill(name: EngineName): Promise<void>;
  pause(name: EngineName): Promise<void>;
  resume(name: EngineName): Promise<void>;
  /** Starts what is down and waits until it answers. */
  up(name: EngineName): Promise<void>;
  close(): Promise<void>;
}

/** Folder of the tool that starts engines without containers; undefined when it is not there. */
export function enginesTool(): string | undefined {
  const folder =
    readEnvironment('ENGINES_TOOL') ?? join(import.meta.dirname, '../../../shared/engines');
  return existsSync(join(folder, 'up')) ? folder : undefined;
}

/**
 * Starts PostgreSQL, Redis, Kafka, Elasticsearch and S3 on free ports with empty data. Throws when
 * one does not come up.
 */
export async function startOwnEngines(tool: string): Promise<OwnEngines> {
  const home = mkdtempSync(join(tmpdir(), 'emporium-engines-'));
  // The engines run as a user of their own when root starts them.
  chmodSync(home, 0o755);
  // What was downloaded once serves here too.
  const usual =
    readEnvironment('ENGINES_HOME') ??
    join(readEnvironment('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'engines');
  // Its real place: the usual folder may be a link out of a home that other users cannot enter.
  if (existsSync(join(usual, 'software')))
    symlinkSync(realpathSync(join(usual, 'software')), join(home, 'software'));
  const ports = Object.fromEntries(
    await Promise.all(ENGINE_NAMES.map(async (name) => [name, await freePort()] as const)),
  ) as Record<EngineName, number>;
  const env: Record<string, string> = { ENGINES_HOME: home };
  for (const name of ENGINE_NAMES) env[`ENGINES_${name.toUpperCase()}_PORT`] = String(ports[name]);
  const run = async (command: string, ...names: string[]) => {
    await promisify(execFile)(join(tool, command), names, {
      env: childEnvironment(env),
      timeout: UP_LIMIT_MS,
    });
  };
  const close = async () => {
    await run('down', ...ENGINE_NAMES);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await run('up', ...ENGINE_NAMES);
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
  const urls = parseEnv(readFileSync(join(home, 'env'), 'utf8'));
  return {
    databaseUrl: urls['DATABASE_URL']!,
    redisUrl: urls['REDIS_URL']!,
    kafkaBrokers: urls['KAFKA_BROKERS']!,
    elasticsearchUrl: urls['ELASTICSEARCH_URL']!,
    s3: {
      endpoint: urls['S3_ENDPOINT']!,
      accessKeyId: urls['S3_ACCESS_KEY_ID']!,
      secretAccessKey: urls['S3_SECRET_ACCESS_KEY']!,
      region: urls['S3_REGION']!,
    },
    ports,
    kill: (name) => run('kill', name),
    pause: (name) => run('pause', name),
    resume: (name) => run('resume', name),
    up: (name) => run('up', name),
    close,
  };
}
