import { childEnvironment } from '@emporium/platform/config/child-environment';
import { readEnvironment } from '@emporium/platform/config/read-environment';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const VERSION = 'v0.203.0';
/** Measured: 60 s on two cores with nothing in Go's caches. */
const BUILD_LIMIT_MS = 180_000;

const run = promisify(execFile);

/** Whether stripe-mock can be had here: built before, or Go is there to build it. */
export async function stripeMockPossible(): Promise<boolean> {
  if (existsSync(binary())) return true;
  return run('go', ['version']).then(
    () => true,
    () => false,
  );
}

/**
 * Starts Stripe's own mock server, which checks requests against Stripe's OpenAPI description and
 * answers with examples from it; it keeps no state. Built once from the Go module proxy. Returns
 * its address.
 */
export async function startStripeMock(): Promise<{ address: string; close(): Promise<void> }> {
  if (!existsSync(binary()))
    await run('go', ['install', `github.com/stripe/stripe-mock@${VERSION}`], {
      env: childEnvironment({ GOBIN: folder() }),
      timeout: BUILD_LIMIT_MS,
    });
  const child = spawn(binary(), ['-http-port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /Listening for HTTP at address: .*:(\d+)$/.exec(line)?.[1];
    if (!port) continue;
    child.stdout.resume();
    const close = async () => {
      child.kill();
      await exited;
    };
    return { address: `http://127.0.0.1:${port}`, close };
  }
  throw new Error('stripe-mock ended before it listened');
}

const folder = () =>
  join(
    readEnvironment('XDG_CACHE_HOME') ?? join(homedir(), '.cache'),
    'emporium',
    `stripe-mock-${VERSION}`,
  );
const binary = () => join(folder(), 'stripe-mock');
