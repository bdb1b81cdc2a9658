import type { Copy, OwnedState, Replica, ReplicaCopy } from '@emporium/platform/owned-state';
import type { Pages } from '@emporium/platform/pages';
import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import type { Shop } from '../start-shop.js';

/** Rows compared at a time. */
const PAGE = 1_000;

/** A row that a copy has otherwise than its owner. */
export interface Difference {
  id: string;
  text: string;
  /** The highest version that the copy knows. */
  version: number;
  /**
   * `behind`: the owner has to tell it again. `buried`: the copy knows that it has ended for good.
   * `unknown`: it does not live at the owner.
   */
  kind: 'behind' | 'buried' | 'unknown';
}

/** A state with everything that copies it. */
export interface OwnedWithCopies {
  owner: RunningSubgraph;
  state: OwnedState;
  copies: { holder: RunningSubgraph; replica: Replica }[];
}

/** All state of the shop that has an owner. */
export function ownedStates(shop: Shop): OwnedWithCopies[] {
  return shop.subgraphs.flatMap((owner) =>
    (owner.definition.owned ?? []).map((state) => ({
      owner,
      state,
      copies: shop.subgraphs.flatMap((holder) =>
        (holder.definition.replicas ?? [])
          .filter((replica) => replica.of === `${owner.name}.${state.name}`)
          .map((replica) => ({ holder, replica })),
      ),
    })),
  );
}

/**
 * Walks the owner's rows and then each copy's, page by page; yields what differs on each page with
 * the copy that has it so.
 */
export async function* compareCopies({ owner, state, copies }: OwnedWithCopies): AsyncGenerator<{
  /** Rows compared so far. */
  rows: number;
  found: (Difference & { replica: Replica })[];
}> {
  let rows = 0;
  for await (const page of pagesOf(owner, state)) {
    const ids = page.map((row) => row.id);
    const found: (Difference & { replica: Replica })[] = [];
    for (const { holder, replica } of copies) {
      const known = new Map(
        (await replica.find(holder.systemCtx(), ids)).map((copy) => [copy.id, copy]),
      );
      found.push(
        ...page
          .flatMap((row) => differs(replica, row, known.get(row.id)))
          .map((each) => ({ ...each, replica })),
      );
    }
    rows += page.length;
    yield { rows, found };
  }
  for (const { holder, replica } of copies) {
    if (replica.keepsEnded) continue;
    for await (const page of pagesOf(holder, replica)) {
      const open = page.filter((copy) => !copy.ended);
      const living =
        open.length === 0
          ? []
          : await state.find(
              owner.systemCtx(),
              open.map(({ id }) => id),
            );
      const ids = new Set(living.map(({ id }) => id));
      rows += page.length;
      yield {
        rows,
        found: open
          .filter(({ id }) => !ids.has(id))
          .map(({ id, version }) => ({
            id,
            version,
            kind: 'unknown',
            text: `${replica.title}: ${id} is gone at its owner`,
            replica,
          })),
      };
    }
  }
}

function differs(replica: Replica, row: Copy, copy: ReplicaCopy | undefined): Difference[] {
  const { id, version } = row;
  const is = (what: string) =>
    `${replica.title}: ${id} is ${tell(row)} at its owner, ${what} in the replica`;
  if (!copy) return [{ id, version: 0, kind: 'behind', text: is('missing') }];
  if (copy.buried) return [{ id, version: copy.version, kind: 'buried', text: is('gone') }];
  const same = copy.version === version && (copy.value === undefined || copy.value === row.value);
  return same ? [] : [{ id, version: copy.version, kind: 'behind', text: is(tell(copy)) }];
}

const tell = ({ version, value }: Copy) =>
  value === undefined ? `${version}` : `${version} (${value})`;

/** All pages, by the pages' own order. */
export async function* pagesOf<C extends { id: string }>(
  of: RunningSubgraph,
  pages: Pages<unknown, C>,
): AsyncGenerator<C[]> {
  for (let after = ''; ;) {
    const page = await pages.page(of.systemCtx(), after, PAGE);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
