import { MoneyError } from '@emporium/money/money-error';
import { money as moneyType } from '@emporium/graphql/money.type';
import { invalidInput, userError, type UserError } from '@emporium/graphql/user-errors';
import type { Basket, PricedBasket } from '@emporium/pricing/basket';
import type { CompiledRules } from '@emporium/pricing/compiled-rules';
import { findCode } from '@emporium/pricing/find-codes';
import { amountIn } from '@emporium/pricing/price-lists';
import { priceBasket } from '@emporium/pricing/price-basket';
import { shippingOptions } from '@emporium/pricing/shipping-options';
import { rulesInUse } from '@emporium/pricing-replica/rules-in-use';
import type { Ctx } from '@emporium/platform/context';
import { AmountTooSmallError, DiscountUnavailableError } from '../order/order.errors.js';
import type { Use } from '../redemption/counters.js';
import { type Exhausted, findExhausted } from '../redemption/find-exhausted.js';
import { basketOf, type OrderToPrice } from './order-to-price.js';

/**
 * What an order costs, which promotions it uses and what can be paid at least (minor units of its
 * currency), or why it cannot be placed.
 */
export type PricedOrder =
  | { totals: PricedBasket; uses: Use[]; minimum: number; errors?: never }
  | { totals?: never; errors: UserError[] };

/**
 * Prices an order by the rules. A code whose limit is reached is an error, since the buyer counts on
 * it; an automatic promotion is left out, and `expectedTotal` guards the difference.
 */
export async function priceOrder(ctx: Ctx, order: OrderToPrice): Promise<PricedOrder> {
  let rules = await rulesInUse(ctx);
  const asksForFirst = [...rules.promotions.values()].some(
    ({ rule }) => rule.conditions.isFirstOrderOnly,
  );
  const basket = await basketOf(ctx, order, asksForFirst);
  for (;;) {
    const totals = totalsOf(basket, rules);
    if (!totals)
      return {
        errors: [
          invalidInput('The total cannot be calculated: it is too large or in another currency.', [
            'input',
            'cartId',
          ]),
        ],
      };
    const uses = usesOf(totals, rules);
    const fresh = uses.filter(({ promotionId }) => !order.redeemed?.has(promotionId));
    const exhausted = await findExhausted(ctx, fresh, order.customerHash);
    const byCode = exhausted.find(({ use }) => use.codeId !== null);
    if (byCode) return { errors: [discountUnavailable(byCode)] };
    if (exhausted.length === 0) {
      const { paymentMinimum = 0, shopCurrency } = ctx.config;
      const stated = { minor: paymentMinimum, currency: shopCurrency };
      const minimum = amountIn(stated, totals.currency, rules)?.minor ?? 0;
      const errors = order.redeemed
        ? shippingProblems(basket, rules, totals, order.shippingMethodId === null)
        : problemsOf(basket, rules, totals, minimum);
      return errors.length > 0 ? { errors } : { totals, uses, minimum };
    }
    const gone = new Set(exhausted.map(({ use }) => use.promotionId));
    rules = { ...rules, automatic: rules.automatic.filter(({ rule }) => !gone.has(rule.id)) };
  }
}

function totalsOf(basket: Basket, rules: CompiledRules): PricedBasket | undefined {
  try {
    return priceBasket(basket, rules);
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

function usesOf(totals: PricedBasket, rules: CompiledRules): Use[] {
  return totals.discounts.map(({ promotionId, name, code, codeId }): Use => {
    const promotion = rules.promotions.get(promotionId)?.rule;
    return {
      promotionId,
      name,
      codeId: codeId ?? null,
      code: code ?? null,
      limit: promotion?.limit ?? null,
      codeLimit: code === undefined ? null : (findCode(code, rules)?.limit ?? null),
      limitPerCustomer: promotion?.limitPerCustomer ?? null,
    };
  });
}

function problemsOf(
  basket: Basket,
  rules: CompiledRules,
  totals: PricedBasket,
  minimum: number,
): UserError[] {
  const problems = shippingProblems(basket, rules, totals, false);
  if (problems.length > 0) return problems;
  const { total } = totals;
  if (total.minor === 0 || total.minor >= minimum) return [];
  return [
    userError(AmountTooSmallError, {
      message: 'So little cannot be paid: add something to the cart.',
      path: ['input', 'cartId'],
      minimum: moneyType(minimum, total.currency),
      actual: moneyType(total.minor, total.currency),
    }),
  ];
}

/** `mayLack`: an order from before there were ways of delivery goes on without one. */
function shippingProblems(
  basket: Basket,
  rules: CompiledRules,
  totals: PricedBasket,
  mayLack: boolean,
): UserError[] {
  const method = ['input', 'shippingMethodId'];
  if (totals.shippingProblem)
    return [
      invalidInput(
        'This way of delivery is not offered for these goods and this address: choose one of shippingMethods.',
        method,
      ),
    ];
  // Without any rule about shipping the one free delivery need not be named.
  if (totals.shipping || rules.hasDefaultMethod || mayLack) return [];
  return shippingOptions(basket, rules).length > 0
    ? [invalidInput('Choose a way of delivery: one of shippingMethods.', method)]
    : [
        invalidInput('Nothing of this cart is delivered to this address: give another one.', [
          'input',
          'shippingAddress',
        ]),
      ];
}

function discountUnavailable({ use, byCustomer }: Exhausted): DiscountUnavailableError {
  return userError(DiscountUnavailableError, {
    message: byCustomer
      ? `You have used the code ${use.code} as often as one customer may: take it out of the cart.`
      : `The code ${use.code} has been used as often as it may be: take it out of the cart.`,
    path: ['input', 'cartId'],
    discountCode: use.code ?? '',
  });
}
