import { checkOutbox, OUTBOX_INVARIANT } from '@emporium/platform/outbox-invariant';
import type { Shop } from '../start-shop.js';
import { crossChecks } from '../verify/cross-checks.js';
import { gaveUp } from '../verify/events-are-handled.js';
import type { CommandLine } from './shop-command.js';

/**
 * Checks the invariants of the running shop: those inside each subgraph and those between them. Call it when nothing is in flight; a
 * violation ends the command with an error.
 */
export async function* verify(shop: Shop): AsyncGenerator<CommandLine> {
  let violations = 0;
  let checked = 0;
  const report = function* (id: string, title: string, found: string[]): Generator<CommandLine> {
    checked++;
    violations += found.length;
    yield { type: 'line', text: `${found.length === 0 ? 'ok  ' : 'FAIL'}  ${id.padEnd(4)} ${title}` };
    for (const line of found.slice(0, 20)) yield { type: 'line', text: `          ${line}` };
  };
  for (const subgraph of shop.subgraphs) await subgraph.drain();
  for (const subgraph of shop.subgraphs) {
    yield* report(OUTBOX_INVARIANT.id, `${subgraph.name}: ${OUTBOX_INVARIANT.title}`, await checkOutbox(subgraph.database));
    for (const check of subgraph.definition.invariants ?? []) {
      yield* report(check.id, `${subgraph.name}: ${check.title}`, await check.run(subgraph.systemCtx()));
    }
  }
  for (const check of crossChecks) yield* report(check.id, check.title, await check.run(shop));
  for (const line of await gaveUp(shop)) yield { type: 'line', text: `note  I17  ${line}` };
  if (violations > 0) throw new Error(`${violations} violation(s) in ${checked} checks`);
  yield { type: 'result', text: `${checked} invariants checked, all hold` };
}
