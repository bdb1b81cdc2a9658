import { badUserInput } from '@emporium/graphql/app-errors';
import type { Ctx } from '@emporium/platform/context';
import type { CompiledRules } from '@emporium/pricing/compiled-rules';

/** Header of a request that says in which currency its prices are wanted. */
const CURRENCY_HEADER = 'x-currency';

/**
 * The currency of a request: that of its header, else the shop's own. Throws BAD_USER_INPUT for one
 * in which nothing is sold.
 */
export function requestCurrency(
  ctx: Pick<Ctx, 'headers' | 'config'>,
  rules: Pick<CompiledRules, 'currencies'>,
): string {
  const { shopCurrency } = ctx.config;
  const asked = ctx.headers[CURRENCY_HEADER]?.trim().toUpperCase();
  if (!asked || asked === shopCurrency || rules.currencies.has(asked)) return asked || shopCurrency;
  const sold = [shopCurrency, ...[...rules.currencies.keys()].sort()].join(', ');
  throw badUserInput(`The shop does not sell in ${asked}: send ${CURRENCY_HEADER} with ${sold}.`);
}
