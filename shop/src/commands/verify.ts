import { checkOutbox, OUTBOX_INVARIANT } from '@emporium/platform/outbox-invariant';
import type { Shop } from '../start-shop.js';
import { crossChecks } from '../verify/cross-checks.js';
import { gaveUp } from '../verify/events-are-handled.js';
import { whileRunning } from './progress-lines.js';
import type { CommandLine } from './shop-command.js';

/** Violations of one invariant that are shown; all are counted. */
const SHOWN = 20;

/**
 * Checks the invariants of the running shop: those inside each subgraph and those between them, in
 * ranges, so that memory and the time of a statement do not grow with the shop. Call it when
 * nothing is in flight; a violation ends the command with an error.
 */
export async function* verify(shop: Shop): AsyncGenerator<CommandLine> {
  let violations = 0;
  let checked = 0;
  const report = function* (
    id: string,
    title: string,
    found: readonly string[],
    count = found.length,
  ): Generator<CommandLine> {
    checked++;
    violations += count;
    yield { type: 'line', text: `${count === 0 ? 'ok  ' : 'FAIL'}  ${id.padEnd(4)} ${title}` };
    for (const line of found.slice(0, SHOWN)) yield { type: 'line', text: `          ${line}` };
    if (count > SHOWN) yield { type: 'line', text: `          … ${count} in all` };
  };
  for (const subgraph of shop.subgraphs) await subgraph.drain();
  for (const subgraph of shop.subgraphs) {
    yield* report(
      OUTBOX_INVARIANT.id,
      `${subgraph.name}: ${OUTBOX_INVARIANT.title}`,
      await checkOutbox(subgraph.database),
    );
    for (const check of subgraph.definition.invariants ?? []) {
      const title = `${subgraph.name}: ${check.title}`;
      const found = yield* whileRunning(title, (progress) =>
        check.run(subgraph.systemCtx(), progress),
      );
      yield* report(check.id, title, found);
    }
  }
  for (const check of crossChecks) {
    const found = new Map(
      check.invariants.map(({ id }) => [id, { count: 0, lines: [] as string[] }]),
    );
    const add = (id: string, line: string) => {
      const of = found.get(id)!;
      if (++of.count <= SHOWN) of.lines.push(line);
    };
    yield* whileRunning(check.invariants.map(({ id }) => id).join(' '), (progress) =>
      check.run(shop, { found: add, progress }),
    );
    for (const { id, title } of check.invariants)
      yield* report(id, title, found.get(id)!.lines, found.get(id)!.count);
  }
  for (const line of await gaveUp(shop)) yield { type: 'line', text: `note  I17  ${line}` };
  if (violations > 0) throw new Error(`${violations} violation(s) in ${checked} checks`);
  yield { type: 'result', text: `${checked} invariants checked, all hold` };
}
