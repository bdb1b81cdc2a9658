import type { Ctx } from '@emporium/platform/context';

const AT_ONCE = 100;
const TIMEOUT_MS = 3_000;
const QUERY =
  'query ($of: [_Any!]!) { _entities(representations: $of) { ... on MediaAsset { id } } }';

/**
 * Which of these image assets the shop has. Rejects with SubgraphUnavailableError when media does
 * not answer; never call it in a transaction.
 */
export async function knownAssets(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const of = ids.slice(from, from + AT_ONCE).map((id) => ({ __typename: 'MediaAsset', id }));
    const answer = await ctx.call<{ _entities: ({ id: string } | null)[] }>({
      to: 'media',
      query: QUERY,
      variables: { of },
      timeoutMs: TIMEOUT_MS,
    });
    for (const asset of answer._entities) if (asset) known.add(asset.id);
  }
  return known;
}
