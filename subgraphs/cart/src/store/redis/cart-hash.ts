import { money } from '@emporium/money/money';
import { type Delivery, NO_DELIVERY, type StoredCart, type StoredLine } from '../cart-store.js';

/**
 * What does not change while a line is in its cart, as text that Lua passes on unread: its numbers
 * are never rounded there.
 */
export function frozenLine({
  name,
  sku,
  priceWhenAdded: { minor, currency },
}: Omit<StoredLine, 'id'>): string {
  return JSON.stringify({ minor, currency, name, sku });
}

/**
 * The cart that the fields of its hash describe (see lua-cart.ts), or undefined for an empty hash.
 */
export function toCart(fields: Record<string, string>): StoredCart | undefined {
  const { id, user, version, expires, created, codes, delivery } = fields;
  if (id === undefined) return undefined;
  const lines: { at: number; line: StoredLine }[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (!name.startsWith('line:')) continue;
    const variantId = name.slice('line:'.length);
    const [lineId = '', at = ''] = value.split(' ', 2);
    const frozen = JSON.parse(value.slice(lineId.length + at.length + 2)) as {
      minor: number;
      currency: string;
      name: string;
      sku: string;
    };
    lines.push({
      at: Number(at),
      line: {
        id: lineId,
        variantId,
        quantity: Number(fields[`qty:${variantId}`]),
        priceWhenAdded: money(frozen.minor, frozen.currency),
        name: frozen.name,
        sku: frozen.sku,
      },
    });
  }
  return {
    id,
    userId: user ?? null,
    version: Number(version),
    expiresAt: new Date(Number(expires)),
    createdAt: new Date(Number(created)),
    discountCodes: JSON.parse(codes ?? '[]') as string[],
    delivery: delivery === undefined ? NO_DELIVERY : (JSON.parse(delivery) as Delivery),
    lines: lines.toSorted((a, b) => a.at - b.at).map(({ line }) => line),
  };
}
