import { rmSync } from 'node:fs';
import { loadConfig } from '@emporium/platform/config/load-config';
import { exitOnStartError } from '@emporium/platform/exit-on-start-error';
import { makeLogger } from '@emporium/platform/logger';
import { restore } from './backup/restore.js';
import { besideServices } from './commands/beside-services.js';
import { cliArguments, HelpAsked, type CliRequest } from './commands/cli-arguments.js';
import { csvFile } from './commands/csv-file.js';
import { printLine } from './commands/print-line.js';
import { readPassword } from './commands/read-password.js';
import { runCommand } from './commands/run-command.js';
import type { CommandLine } from './commands/shop-command.js';
import { isRunning, sendToRunningShop } from './commands/send-to-running-shop.js';
import { doctor } from './doctor/doctor.js';
import { isAlive, readRunFile } from './run-file.js';
import { startShop } from './start-shop.js';
import { subgraphs } from './subgraphs.js';

await exitOnStartError(async () => {
  const request = readArguments();
  if (request.name === 'doctor') return finish(request, doctor(request.args['json'] === true));
  const config = loadConfig(undefined, subgraphs, { LOG_LEVEL: 'warn' });
  const run = readRunFile(config.dataDir);
  if (run?.state === 'setting-up' && isAlive(run.pid)) {
    throw refused(
      'The shop on this data folder is being set up. Repeat the command when npm start has printed its addresses.',
    );
  }
  const alive = run && (await isRunning(run));
  // Many processes take no commands: these connect to the engines themselves.
  const running = alive && run.token ? run : undefined;
  if (request.name === 'reset') {
    if (alive) throw refused('A shop is running on this folder. Stop it first.');
    rmSync(config.dataDir, { recursive: true, force: true });
    process.stdout.write(`removed ${config.dataDir}\n`);
    return;
  }
  if (request.name === 'restore') {
    if (alive)
      throw refused(
        'A shop is running on this folder. Stop it first, or restore into another DATA_DIR.',
      );
    await finish(request, restore(config, { from: String(request.args['from']) }));
    return;
  }
  if (request.password) {
    request.args['password'] = await readPassword(request.password.file).catch((error: Error) => {
      throw refused(error.message);
    });
  }
  if (running) {
    await finish(request, sendToRunningShop(running, request.name, request.args));
    return;
  }
  // What a repair tells must be heard before the next one looks; the services that would do it are
  // stopped.
  const work =
    request.name === 'reconcile' && request.args['apply'] === true ? 'events' : undefined;
  const shop = await startShop(run && isAlive(run.pid) ? besideServices(config, run) : config, {
    log: makeLogger(config),
    withoutGateway: true,
    ...(work ? { work } : {}),
  });
  try {
    await finish(request, runCommand(shop, request.name, request.args));
    for (const subgraph of shop.subgraphs) await subgraph.drain();
  } finally {
    await shop.close();
  }
});
// Not left to an empty event loop: a connection that was reset while it was closing keeps Node's
// clean-up busy for ever.
process.stdout.write('', () => process.exit());

/** An error that is told without a stack. */
function refused(message: string): Error {
  return Object.assign(new Error(message), { name: 'StartRefusedError' });
}

function readArguments(): CliRequest {
  try {
    return cliArguments(process.argv.slice(2));
  } catch (error) {
    if (error instanceof HelpAsked) {
      process.stdout.write(`${error.message}\n`);
      return process.exit(0);
    }
    process.stderr.write(`${(error as Error).message}\n`);
    return process.exit(2);
  }
}

async function finish(request: CliRequest, lines: AsyncGenerator<CommandLine>): Promise<void> {
  const { saveAs } = request;
  const isPiped = saveAs === '-';
  const file = saveAs === undefined || isPiped ? undefined : csvFile(saveAs);
  const out = isPiped ? process.stderr : process.stdout;
  try {
    for await (const { csv, failed, ...line } of lines) {
      if (typeof csv === 'string' && isPiped) process.stdout.write(csv);
      else if (typeof csv === 'string') file?.add(csv);
      if (line['type'] === 'result') file?.complete();
      if (!printLine(line, out) || failed === true) process.exitCode = 1;
    }
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    file?.abandon();
  }
}
