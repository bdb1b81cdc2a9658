import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tracedPurchase } from '../e2e/traced-purchase.js';
import { drawTrace, placeSpans } from './draw-trace.js';

/**
 * `npm run bench -- trace [FOLDER]`: buys once in a shop in this process, and writes the trace as a
 * receiver of OTLP got it (JSON) and as a picture (SVG); default folder docs/traces. Both
 * transports and all engines that the environment names give the same tree.
 */
export async function benchTrace(
  folder = join(import.meta.dirname, '../docs/traces'),
): Promise<void> {
  const { spans } = await tracedPurchase();
  const placed = placeSpans(spans);
  const first = Math.min(...spans.map(({ startedAt }) => startedAt));
  const round = (ms: number) => Math.round(ms * 1_000) / 1_000;
  const told = placed.map(({ startedAt, endedAt, ...span }) => ({
    ...span,
    startMs: round(startedAt - first),
    durationMs: round(endedAt - startedAt),
  }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'purchase.json'), `${JSON.stringify(told, undefined, 2)}\n`);
  writeFileSync(
    join(folder, 'purchase.svg'),
    drawTrace(spans, 'A purchase: cart, order, payment, mail'),
  );
  console.log(`${spans.length} spans of one trace in ${folder}: purchase.json, purchase.svg`);
}
