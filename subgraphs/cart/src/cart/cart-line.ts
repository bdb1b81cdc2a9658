import { mediaUrl } from '@emporium/media-events/media-url';
import { money, type MoneyType } from '@emporium/graphql/money.type';
import type { Ctx } from '../context.js';
import type { CartLine } from './cart.type.js';
import { lineSubtotal, type PricedLine, unitPrice } from './price-cart.js';

/** The GraphQL face of a priced line. */
export function cartLine(ctx: Ctx, line: PricedLine): CartLine {
  const { known, amounts, catalogPrice } = line;
  const imageUrl = known?.imageAssetId
    ? mediaUrl(ctx.config.publicUrl, known.imageAssetId, { width: 160 })
    : null;
  const price = (amount: { minor: number; currency: string }): MoneyType =>
    money(amount.minor, amount.currency);
  return {
    id: line.id,
    quantity: line.quantity,
    variant: { id: line.variantId },
    snapshot: {
      name: known?.productName ?? line.name,
      variantName: known?.variantName ?? '',
      sku: known?.sku ?? line.sku,
      imageUrl,
    },
    unitPrice: price(unitPrice(line)),
    compareAtPrice: amounts?.regularPrice ? price(amounts.regularPrice) : null,
    lineTotal: price(lineSubtotal(line)),
    discount: price(amounts?.discount ?? { minor: 0, currency: catalogPrice.currency }),
    total: price(amounts?.total ?? lineSubtotal(line)),
    priceWhenAdded: price(line.priceWhenAdded),
    _goods: amounts
      ? {
          productId: known?.productId ?? '',
          categoryIds: known?.categoryIds ?? [],
          taxCategory: known?.taxCategory ?? null,
          weightGrams: known?.weightGrams ?? null,
          price: price(catalogPrice),
        }
      : null,
  };
}
