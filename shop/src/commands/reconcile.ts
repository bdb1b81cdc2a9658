import { repairs } from '../reconcile/repairs.js';
import type { ReconcileOptions } from '../reconcile/repair.js';
import type { Shop } from '../start-shop.js';
import { whileRunning } from './progress-lines.js';
import type { CommandLine } from './shop-command.js';

/** Findings of one kind that are shown; all are counted. */
const SHOWN = 50;

/**
 * `reconcile`: all repairs, one after the other. What only a person can settle ends the command
 * with an error.
 */
export async function* reconcile(
  shop: Shop,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  const options = optionsOf(shop, args);
  let findings = 0;
  const open = new Set<string>();
  for (const repair of repairs) {
    let count = 0;
    const lines: string[] = [];
    yield* whileRunning(repair.title, (progress) =>
      repair.run(shop, options, {
        found: (text) => void (++count <= SHOWN && lines.push(text)),
        unsettled: (text) => open.add(text),
        progress,
      }),
    );
    findings += count;
    yield {
      type: 'line',
      text: `${count === 0 ? 'ok    ' : options.apply ? 'MENDED' : 'FOUND '}  ${repair.title}${count === 0 ? '' : `: ${count}`}`,
    };
    for (const text of lines) yield { type: 'line', text: `            ${text}` };
    if (count > SHOWN) yield { type: 'line', text: `            … ${count} in all` };
  }
  for (const text of open) yield { type: 'line', text: `OPEN    ${text}` };
  if (!options.apply) {
    const hint = findings > 0 && open.size > 0 ? '; what is open may be settled by it' : '';
    yield {
      type: 'result',
      text: `${findings} thing(s) to mend: nothing was changed, --apply does it${hint}`,
    };
    return;
  }
  if (open.size > 0)
    throw new Error(`${open.size} thing(s) need a person, see OPEN above; ${findings} are mended`);
  yield {
    type: 'result',
    text: `${findings} thing(s) mended; npm run verify says whether all invariants hold`,
  };
}

function optionsOf(
  shop: Shop,
  { apply, restored, since }: Record<string, unknown>,
): ReconcileOptions {
  if (restored === undefined) return { apply: apply === true };
  const names = shop.subgraphs.map(({ name }) => name);
  if (typeof restored !== 'string' || !names.includes(restored))
    throw new Error(`there is no subgraph ${String(restored)}; name one of ${names.join(', ')}`);
  return {
    apply: apply === true,
    restored: { subgraph: restored, since: new Date(String(since)) },
  };
}
