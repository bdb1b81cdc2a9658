import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { soldCurrencies } from '../currency/sold-currencies.js';

/** Refuses a list in a currency in which nothing is sold: no cart would ever see its prices. */
export async function checkListCurrency(ctx: Ctx, currency: string): Promise<void> {
  const sold = await soldCurrencies(ctx);
  if (sold.includes(currency)) return;
  throw new Rejection(
    invalidInput(
      `The shop does not sell in ${currency}: state the prices in ${sold.join(' or ')}, or add the currency with shopCurrencyCreate.`,
      ['input', 'currency'],
    ),
  );
}
