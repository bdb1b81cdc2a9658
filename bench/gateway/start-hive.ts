import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PinnedProcess } from './pinned-process.js';

const FOLDER = join(import.meta.dirname, 'hive');
const PROGRAM = join(FOLDER, 'node_modules/@graphql-hive/gateway/dist/bin.js');
const STARTS_WITHIN_MS = 60_000;

/** Installs Hive Gateway into its own folder, once. Throws when the registry does not have it. */
export function installHive(): void {
  if (existsSync(PROGRAM)) return;
  console.log('installing Hive Gateway (only for this comparison) ...');
  execFileSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'],
    { cwd: FOLDER, stdio: 'pipe' },
  );
}

/**
 * Starts Hive Gateway with its Rust planner, as its own command does it. Rejects when it does not
 * answer within a minute.
 */
export async function startHive(supergraph: string): Promise<PinnedProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'emporium-hive-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraph);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      '--max-semi-space-size=64',
      PROGRAM,
      'supergraph',
      file,
      '--hive-router-runtime',
      '--host',
      '127.0.0.1',
      '--port',
      `${port}`,
      '--config-path',
      join(FOLDER, 'gateway.config.mjs'),
    ],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error' },
    },
  );
  const stop = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/graphql`;
  for (const started = Date.now(); ; await wait(100)) {
    if (await isAnswering(url)) break;
    if (child.exitCode === null && Date.now() - started < STARTS_WITHIN_MS) continue;
    stop();
    throw new Error('Hive Gateway did not start');
  }
  return { pid: child.pid!, ready: { url }, stop };
}

async function isAnswering(url: string): Promise<boolean> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  }).catch(() => undefined);
  return answer?.ok === true;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
