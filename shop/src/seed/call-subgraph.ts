import type { Principal } from '@emporium/auth/principal';
import type { Shop } from '../start-shop.js';

/**
 * Executes an operation on a subgraph as `principal` and returns its only root field. Throws on
 * errors, userErrors included.
 */
export async function callSubgraph<T>(
  shop: Shop,
  name: string,
  principal: Principal,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const result = await shop.runtime.clients
    .get(name)!
    .execute({ query, variables, principal, issuer: 'gateway', requestId: 'seed' });
  if (result.errors?.length) throw new Error(`${name}: ${result.errors[0]!.message}`);
  const [field] = Object.values(
    result.data as Record<string, { userErrors?: { code: string; message: string }[] } | null>,
  );
  const problem = field?.userErrors?.[0];
  if (problem) throw new UserErrorsReturned(problem.code, problem.message);
  return field as T;
}

/** A mutation of the seed was answered with userErrors. */
export class UserErrorsReturned extends Error {
  override name = 'UserErrorsReturned';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}
