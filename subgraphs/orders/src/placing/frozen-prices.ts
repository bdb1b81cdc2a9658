import type { BasketTaxLine, PricedBasket } from '@emporium/pricing/basket';
import type { StoredDiscount, StoredShippingMethod, StoredTaxLine } from '../order/order.entity.js';

const taxLine = ({ name, rate, base, amount }: BasketTaxLine): StoredTaxLine => ({
  name,
  rate,
  base: base.minor,
  amount: amount.minor,
});

/** What an order keeps of its prices: a later rule changes no order. */
export function frozenPrices(totals: PricedBasket) {
  return {
    subtotal: totals.subtotal.minor,
    discount: totals.discount.minor,
    shipping: totals.shippingTotal.minor,
    tax: totals.tax.minor,
    total: totals.total.minor,
    taxLines: totals.taxLines.map(taxLine),
    pricesIncludeTax: totals.pricesIncludeTax,
    isReverseCharge: totals.isReverseCharge,
    shippingMethod: shippingMethod(totals),
    discounts: totals.discounts.map(
      ({ promotionId, name, code = null, codeId = null, amount }): StoredDiscount => ({
        promotionId,
        name,
        codeId,
        code,
        amount: amount.minor,
      }),
    ),
  };
}

function shippingMethod({ shipping }: PricedBasket): StoredShippingMethod | null {
  if (!shipping) return null;
  const { methodId, name, description, isPickup, minDays, maxDays } = shipping;
  return {
    methodId,
    name,
    description,
    isPickup,
    minDays,
    maxDays,
    price: shipping.price.minor,
    discount: shipping.discount.minor,
    tax: shipping.tax.minor,
    total: shipping.total.minor,
    taxLines: shipping.taxLines.map(taxLine),
  };
}
