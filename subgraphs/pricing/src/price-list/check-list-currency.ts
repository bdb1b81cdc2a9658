import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';

/** Refuses a list in a currency in which nothing is sold: no cart would ever see its prices. */
export function checkListCurrency(ctx: Ctx, currency: string): void {
  const { shopCurrency } = ctx.config;
  if (currency === shopCurrency) return;
  throw new Rejection(
    invalidInput(
      `The shop sells in ${shopCurrency}, not in ${currency}: state the prices in ${shopCurrency}.`,
      ['input', 'currency'],
    ),
  );
}
