import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { withDeadline } from '@emporium/resilience/deadline';
import type { RunFile } from '../run-file.js';
import type { CommandLine } from './shop-command.js';

/** True when the shop of the run file answers. */
export async function isRunning(run: RunFile): Promise<boolean> {
  try {
    process.kill(run.pid, 0);
    await withDeadline(5_000, 'the health of the shop', (signal) =>
      fetch(`${run.opsUrl}/health`, { signal }),
    );
    return true;
  } catch {
    return false;
  }
}

/** Sends a command to the running shop and yields its progress lines. */
export async function* sendToRunningShop(
  run: RunFile,
  name: string,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  const response = await fetch(`${run.opsUrl}/commands/${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${run.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  if (!response.ok || !response.body)
    throw new Error(
      `the running shop refused the command (${response.status}): ${await response.text()}`,
    );
  for await (const line of createInterface({ input: Readable.fromWeb(response.body as never) })) {
    if (line) yield JSON.parse(line) as CommandLine;
  }
}
