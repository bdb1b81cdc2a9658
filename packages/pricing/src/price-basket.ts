import { money, zero } from '@emporium/money/money';
import type { Basket, PricedBasket, PricedBasketLine } from './basket.js';
import { chooseShipping } from './choose-shipping.js';
import type { CompiledRules } from './compiled-rules.js';
import { appliedDiscounts, codeOutcomes } from './discount-outcomes.js';
import { total } from './exact-amounts.js';
import { priceGoods } from './price-goods.js';
import { rulesInCurrency } from './rules-in-currency.js';
import { discountShipping } from './shipping-discounts.js';
import { taxationOf } from './taxation.js';
import { taxLinesOf } from './tax-lines.js';
import { taxLine, taxShipping } from './taxed-amounts.js';

/**
 * What a basket costs: price lists → line promotions → order promotions → shipping → shipping
 * promotions → tax once per line → total (ADR 0016). The same basket and rules always come to the
 * same amounts, in whatever order lines and rules stand. Throws MoneyError for negative prices or
 * quantities, a price in another currency, or amounts beyond 2^53-1 minor units.
 */
export function priceBasket(basket: Basket, rules: CompiledRules): PricedBasket {
  const { currency } = basket;
  const compiled = rulesInCurrency(rules, currency);
  zero(currency);
  const of = (minor: number) => ({ minor, currency });
  const goods = priceGoods(basket, compiled);
  const { option, problem } = chooseShipping(basket, compiled, goods.goods);
  const price = option?.price.minor ?? 0;
  const off = option ? discountShipping(goods.promotions, price, currency, goods.amounts) : 0;

  const taxation = taxationOf(basket, compiled, option?.isPickup === true);
  const shipping = option && taxShipping(price, off, goods.lines, taxation, currency);
  const lines: PricedBasketLine[] = [];
  const taxed = goods.lines.map((line) => {
    const amounts = taxLine(line, taxation);
    const rate = amounts.taxed[0]?.rate;
    lines[line.index] = {
      variantId: line.line.variantId,
      unitPrice: of(amounts.unit),
      regularPrice:
        amounts.regular !== undefined && amounts.regular > amounts.unit
          ? of(amounts.regular)
          : null,
      subtotal: of(amounts.subtotal),
      discount: of(amounts.discount),
      tax: of(amounts.tax),
      total: of(amounts.total),
      taxRate: rate?.share.text ?? null,
      taxName: rate?.name ?? null,
    };
    return amounts;
  });

  const sum = (field: 'subtotal' | 'discount' | 'tax' | 'total') =>
    total(taxed.map((line) => line[field]));
  const discountOfGoods = sum('discount');
  const discountOfShipping = shipping?.discount ?? 0;
  const shippingTotal = shipping?.total ?? 0;
  const discounts = appliedDiscounts(
    goods,
    { goods: discountOfGoods, shipping: discountOfShipping },
    currency,
  );
  const allTaxed = [...taxed.flatMap((line) => line.taxed), ...(shipping?.taxed ?? [])];
  return {
    currency,
    pricesIncludeTax: taxation.pricesIncludeTax && !taxation.isReverseCharge,
    lines,
    discounts,
    codes: codeOutcomes(goods, discounts, option !== null, currency),
    shipping: shipping && {
      ...option!,
      price: money(shipping.subtotal, currency),
      discount: of(shipping.discount),
      tax: of(shipping.tax),
      total: of(shippingTotal),
      taxLines: taxLinesOf(shipping.taxed, currency),
    },
    ...(problem && { shippingProblem: problem }),
    taxLines: taxLinesOf(allTaxed, currency),
    isReverseCharge: taxation.isReverseCharge,
    subtotal: of(sum('subtotal')),
    discount: of(total([discountOfGoods, discountOfShipping])),
    shippingTotal: of(shippingTotal),
    tax: of(total([sum('tax'), shipping?.tax ?? 0])),
    total: of(total([sum('total'), shippingTotal])),
  };
}
