import type { PlannedOperation } from './compile-operation.js';

const MAX_OPERATIONS = 1_000;
/** Plans grow with the documents they are for. */
const MAX_CHARACTERS = 16_000_000;

/** Planned operations of one supergraph; the least recently used ones go first when there are too many or they are too large. */
export interface OperationCache {
  /** The operation under this key; `plan` makes a missing one, `size` in characters is what it counts for. */
  get(key: string, size: number, plan: () => PlannedOperation): PlannedOperation;
  readonly size: number;
}

/** Makes an empty cache. */
export function operationCache({ operations = MAX_OPERATIONS, characters = MAX_CHARACTERS } = {}): OperationCache {
  const known = new Map<string, { planned: PlannedOperation; size: number }>();
  let total = 0;
  return {
    get(key, size, plan) {
      const there = known.get(key);
      if (there) {
        known.delete(key);
        known.set(key, there);
        return there.planned;
      }
      const planned = plan();
      known.set(key, { planned, size });
      total += size;
      for (const [oldest, entry] of known) {
        if (known.size <= operations && total <= characters) break;
        known.delete(oldest);
        total -= entry.size;
      }
      return planned;
    },
    get size() {
      return known.size;
    },
  };
}
