import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows } from '@emporium/db/sql';
import { money } from '@emporium/money/money';
import type { StoredCart } from '../cart-store.js';

/** A row of cart.cart with its lines as JSON. */
interface CartRow {
  id: string;
  user_id: string | null;
  version: number;
  expires_at: string | Date;
  created_at: string | Date;
  discount_codes: string;
  lines: string;
}

// One statement, so that a reader sees the lines and the version of one moment. JSON as text, because drivers parse arrays differently.
const SELECT_CART = `select c.id, c.user_id, c.version, c.expires_at, c.created_at, to_json(c.discount_codes)::text as discount_codes,
  (select coalesce(json_agg(json_build_object('id', l.id, 'variantId', l.variant_id, 'quantity', l.quantity, 'minor', l.price_minor,
    'currency', l.price_currency, 'name', l.name, 'sku', l.sku) order by l.position), '[]')::text
   from cart.cart_line l where l.cart_id = c.id) as lines
  from cart.cart c where c.expires_at > now() and `;

/** Reads the cart that fulfils a condition on `c`, or undefined when there is none or it has expired. */
export async function readCart(em: SqlEntityManager, condition: string, params: readonly unknown[]): Promise<StoredCart | undefined> {
  const [row] = await sqlRows<CartRow>(em, SELECT_CART + condition, params);
  return row && toCart(row);
}

interface LineJson {
  id: string;
  variantId: string;
  quantity: number;
  minor: number;
  currency: string;
  name: string;
  sku: string;
}

function toCart(row: CartRow): StoredCart {
  return {
    id: row.id,
    userId: row.user_id,
    version: row.version,
    expiresAt: new Date(row.expires_at),
    createdAt: new Date(row.created_at),
    discountCodes: JSON.parse(row.discount_codes) as string[],
    lines: (JSON.parse(row.lines) as LineJson[]).map(({ minor, currency, ...line }) => ({
      ...line,
      priceWhenAdded: money(minor, currency),
    })),
  };
}
