import { encodeCursor } from '@emporium/graphql/paging';
import type { Ctx } from '../context.js';
import type { SearchArgs, SearchSuggestArgs } from './search.inputs.js';
import { badUserInput } from '@emporium/graphql/app-errors';
import { findWords } from '../text/normalise.js';
import { escapeHtml, highlight } from './highlight.js';
import { SearchConnection, type Suggestion } from './search.type.js';
import { toHit } from './to-hit.js';
import { cursorOrder, toPlan } from './to-plan.js';

/** Searches visible products. Throws BAD_USER_INPUT for arguments that cannot be carried out. */
export async function findProducts(ctx: Ctx, args: SearchArgs): Promise<SearchConnection> {
  const { engine, synonyms } = ctx.services;
  const plan = toPlan(args, await synonyms.get(), ctx.config.shopCurrency);
  const page = await engine.search(plan);
  const words = new Set(page.words);
  const order = cursorOrder(plan.sort, page.isLoose);
  const edges = page.hits.map((hit) => ({
    cursor: encodeCursor(order, hit.sortValue, hit.id),
    node: toHit(hit, words, ctx.config.publicUrl),
  }));
  return Object.assign(new SearchConnection(), {
    plan,
    page,
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.hasMore,
      hasPreviousPage: plan.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    didYouMean: page.didYouMean ?? null,
  });
}

/**
 * Suggests categories, then products, for a started text. Throws BAD_USER_INPUT for a limit outside
 * 1 to 20.
 */
export async function suggest(ctx: Ctx, args: SearchSuggestArgs): Promise<Suggestion[]> {
  const limit = args.limit ?? 8;
  if (limit < 1 || limit > 20) throw badUserInput('limit must be between 1 and 20.');
  const last = findWords(args.prefix.slice(0, 256)).at(-1)?.word;
  if (last === undefined) return [];
  const { engine, synonyms } = ctx.services;
  const plan = toPlan(
    { query: args.prefix, first: limit },
    await synonyms.get(),
    ctx.config.shopCurrency,
  );
  const [categories, page] = [
    await engine.categoriesByPrefix(last, Math.ceil(limit / 4)),
    await engine.search(plan),
  ];
  const words = new Set(page.words);
  const marked = (text: string) => highlight(text, words) ?? escapeHtml(text);
  return [
    ...categories.map(({ id, name }): Suggestion => ({
      text: name,
      highlighted: marked(name),
      category: { id },
    })),
    ...page.hits.map((hit): Suggestion => ({
      text: hit.name,
      highlighted: marked(hit.name),
      product: { id: hit.id },
    })),
  ].slice(0, limit);
}
