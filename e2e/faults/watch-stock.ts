import { setTimeout as sleep } from 'node:timers/promises';
import type { Databases } from './databases.js';
import type { CheckResult } from './check-results.js';

const LOOK_EVERY_MS = 200;

/**
 * I1: looks at the stock again and again until told to stop. What cannot be seen, while the
 * database is away, is not judged.
 */
export async function watchStock(databases: Databases, until: AbortSignal): Promise<CheckResult> {
  const found = new Set<string>();
  let looks = 0;
  while (!until.aborted) {
    const wrong = await databases
      .query<{ id: string; on_hand: number; reserved: number }>(
        'catalog',
        `select variant_id as id, on_hand, reserved from catalog.stock where on_hand < 0 or reserved < 0 or reserved > on_hand`,
      )
      .catch(() => undefined);
    if (wrong) looks++;
    for (const row of wrong ?? [])
      found.add(`${row.id}: ${row.on_hand} on hand, ${row.reserved} reserved`);
    await sleep(LOOK_EVERY_MS);
  }
  return {
    id: 'I1',
    title: `stock is never negative nor promised twice (${looks} looks)`,
    found: [...found],
  };
}
