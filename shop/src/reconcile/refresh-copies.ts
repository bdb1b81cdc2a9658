import { compareCopies, type OwnedWithCopies, ownedStates } from '../verify/compare-copies.js';
import type { Repair, RepairReport } from './repair.js';
import { waitUntilIdle } from './wait-until-idle.js';

/**
 * Replicas become what their owners say: the owner tells again what a copy has otherwise, at a
 * version above all it ever told.
 */
export const refreshCopies: Repair = {
  title: 'replicas and their owners',
  async run(shop, { apply }, report) {
    for (const owned of ownedStates(shop)) {
      const told = await walk(owned, apply, report);
      if (apply && told) await waitUntilIdle(shop, report.progress);
    }
  },
};

async function walk(
  owned: OwnedWithCopies,
  apply: boolean,
  { found, progress }: RepairReport,
): Promise<boolean> {
  const { owner, state, copies } = owned;
  let told = false;
  for await (const page of compareCopies(owned)) {
    progress(`${owner.name}.${state.name}: ${page.rows} rows`);
    for (const { text } of page.found) found(text);
    if (!apply || page.found.length === 0) continue;
    told = true;
    const end = floorsOf(page.found.filter(({ kind }) => kind !== 'behind'));
    const again = floorsOf(page.found.filter(({ id, kind }) => kind === 'behind' && !end.has(id)));
    if (again.size > 0) await state.publishAgain(owner.systemCtx(), again);
    if (end.size === 0) continue;
    const unknown = await state.endAgain(owner.systemCtx(), end);
    if (unknown.length > 0)
      for (const { holder, replica } of copies) await replica.forget?.(holder.systemCtx(), unknown);
  }
  return told;
}

/** The highest version that any copy knows, by id. */
function floorsOf(found: readonly { id: string; version: number }[]): Map<string, number> {
  const floors = new Map<string, number>();
  for (const { id, version } of found) floors.set(id, Math.max(version, floors.get(id) ?? 0));
  return floors;
}
