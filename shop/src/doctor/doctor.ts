import type { Config } from '@emporium/platform/config/config';
import { fail, type Finding, type Inspection } from '@emporium/platform/inspection';
import { withDeadline } from '@emporium/resilience/deadline';
import type { CommandLine } from '../commands/shop-command.js';
import { readRunFile } from '../run-file.js';
import { subgraphs } from '../subgraphs.js';
import { inspectBus } from './inspect-bus.js';
import { checkSettings, readConfiguration } from './check-configuration.js';
import { inspectDataFolder } from './inspect-data-folder.js';
import { inspectDatabases } from './inspect-databases.js';
import { inspectShop } from './inspect-shop.js';
import { inspectStores } from './inspect-stores.js';

/** Longest time for one inspection; all of them run at once. */
const LIMIT_MS = 20_000;

/** A finding with the inspection that it is of. */
type Reported = Finding & { check: string };

/**
 * `doctor`: looks at the configuration and at everything that it names, each within 20 seconds, and
 * says what to do. It starts no shop and migrates nothing, so it can run before the first start,
 * beside a running shop, and when none will start. Failures end it with exit code 1.
 */
export async function* doctor(asJson: boolean): AsyncGenerator<CommandLine> {
  const found: Reported[] = [];
  const lines = function* (check: string, findings: readonly Finding[]): Generator<CommandLine> {
    found.push(...findings.map((finding) => ({ check, ...finding })));
    if (!asJson) for (const text of linesOf(check, findings)) yield { type: 'line', text };
  };
  const { config, findings } = readConfiguration();
  yield* lines('configuration', findings);
  if (config) {
    yield* lines('settings', checkSettings(config));
    const looks = inspectionsFor(config).map(
      async (inspection) => [inspection.name, await look(inspection, config)] as const,
    );
    for (const looking of looks) yield* lines(...(await looking));
  }
  const count = (status: Finding['status']) =>
    found.filter((finding) => finding.status === status).length;
  const failed = count('fail') > 0;
  const text = `${count('ok')} ok, ${count('warn')} warning(s), ${count('fail')} failure(s)`;
  yield {
    type: 'result',
    failed,
    text: asJson ? JSON.stringify({ ok: !failed, findings: found }, null, 2) : text,
  };
}

function inspectionsFor(config: Config): Inspection[] {
  const run = readRunFile(config.dataDir);
  return [
    inspectDataFolder,
    ...inspectDatabases(config, run),
    ...inspectStores(config),
    inspectBus,
    ...subgraphs.flatMap((definition) => definition.inspections ?? []),
    ...inspectShop(config, run),
  ];
}

async function look(inspection: Inspection, config: Config): Promise<Finding[]> {
  try {
    return await withDeadline(LIMIT_MS, 'the check', () => inspection.run(config));
  } catch (error) {
    return [
      fail(
        `could not be looked at: ${(error as Error).message}`,
        `see ${inspection.name} in docs/configuration.md`,
      ),
    ];
  }
}

/** What is fine makes one line; what is not, a line each with its remedy. */
function linesOf(check: string, findings: readonly Finding[]): string[] {
  const fine = findings.filter(({ status }) => status === 'ok').map(({ text }) => text);
  const wrong = findings.filter(({ status }) => status !== 'ok');
  const line = (status: string, text: string) =>
    `${status.padEnd(4)}  ${check.padEnd(22)}  ${text}`;
  return [
    ...(fine.length > 0 ? [line('ok', fine.join('; '))] : []),
    ...wrong.map(({ status, text, remedy }) =>
      line(status === 'fail' ? 'FAIL' : 'warn', `${text}. What to do: ${remedy}`),
    ),
  ];
}
