import type { PersonDataPage } from '@emporium/graphql/person-data.type';
import type { PersonRemains } from '@emporium/graphql/person-remains.type';
import type { Ctx } from '../context.js';
import { personData } from './person-data.js';

/**
 * Parts of the shop that keep data of a person. The others keep none: catalog, media and search know
 * products and pictures, and a picture of a person is named by the account.
 */
export const PERSON_PARTS = [
  'users',
  'orders',
  'payments',
  'cart',
  'notifications',
  'pricing',
] as const;

/** Of these, those that erase something; payments names an account by its id alone. */
export const ERASING_PARTS = ['orders', 'cart', 'notifications', 'pricing'] as const;

/** Nobody waits for it. */
const TIMEOUT_MS = 10_000;

/**
 * Asks a part of the shop for a page of what it keeps about a person. Throws
 * SubgraphUnavailableError when there is no answer.
 */
export async function askPersonData(
  ctx: Ctx,
  part: string,
  userId: string,
  after: string | null,
): Promise<Pick<PersonDataPage, 'data' | 'next'>> {
  if (part === 'users') return personData(ctx, userId, after);
  const { page } = await ctx.call<{ page: PersonDataPage | null }>({
    to: part,
    query: `query PersonData($id: ID!, $after: String) { page: _${part}PersonData(userId: $id, after: $after) { data next } }`,
    variables: { id: userId, after },
    timeoutMs: TIMEOUT_MS,
  });
  if (!page) throw new Error(`${part} answered without a page`);
  return page;
}

/**
 * Asks a part of the shop what it still keeps of an erased person. Throws SubgraphUnavailableError
 * when there is no answer.
 */
export async function askRemains(
  ctx: Ctx,
  part: string,
  userId: string,
): Promise<Pick<PersonRemains, 'left' | 'waits'>> {
  const { remains } = await ctx.call<{ remains: PersonRemains | null }>({
    to: part,
    query: `query PersonRemains($id: ID!) { remains: _${part}PersonRemains(userId: $id) { left waits } }`,
    variables: { id: userId },
    timeoutMs: TIMEOUT_MS,
  });
  if (!remains) throw new Error(`${part} answered without saying what remains`);
  return remains;
}
