import { personDataPage, type PersonDataPage } from '@emporium/graphql/person-data.type';
import type { Ctx } from '../context.js';

/** What is in the user's cart, and where it would go; a cart is small, so there is one page. */
export async function personData(
  ctx: Ctx,
  userId: string,
  _after: string | null,
): Promise<PersonDataPage> {
  const cart = await ctx.services.carts.getOfUser(userId);
  if (!cart) return personDataPage({ carts: [] });
  // Without its id, which is a secret.
  const { createdAt, expiresAt, discountCodes, delivery, lines } = cart;
  const kept = lines.map(({ name, sku, quantity, priceWhenAdded }) => ({
    ...{ name, sku, quantity, priceWhenAdded },
  }));
  return personDataPage({
    carts: [{ createdAt, expiresAt, discountCodes, delivery, lines: kept }],
  });
}
