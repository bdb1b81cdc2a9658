import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { money } from '@emporium/money/money';
import { sql, type Expression, type SqlBool } from 'kysely';
import { query } from '../../tables.js';
import { NO_DELIVERY, type StoredCart, type StoredLine } from '../cart-store.js';
import { isAlive } from './cart-expressions.js';

/**
 * Reads the cart that fulfils a condition on `c`, or undefined when there is none or it has
 * expired.
 */
export async function readCart(
  em: SqlEntityManager,
  condition: Expression<SqlBool>,
): Promise<StoredCart | undefined> {
  const cart = await selectCart(em, condition);
  return (
    cart && {
      ...cart,
      delivery: cart.delivery ?? NO_DELIVERY,
      lines: cart.lines.map(({ minor, currency, ...line }) => ({
        ...line,
        priceWhenAdded: money(minor, currency),
      })),
    }
  );
}

type LineJson = Omit<StoredLine, 'priceWhenAdded'> & { minor: number; currency: string };

// One statement, so that a reader sees the lines and the version of one moment.
const selectCart = (em: SqlEntityManager, condition: Expression<SqlBool>) =>
  query({ em })
    .selectFrom('CartRow as c')
    .select(['c.id', 'c.userId', 'c.version', 'c.expiresAt', 'c.createdAt'])
    .select(['c.discountCodes', 'c.delivery'])
    .select((eb) =>
      eb.fn
        .coalesce(
          eb
            .selectFrom('CartLineRow as l')
            .whereRef('l.cartId', '=', 'c.id')
            .select((line) =>
              sql<LineJson[]>`json_agg(json_build_object(
                'id', ${line.ref('l.id')}, 'variantId', ${line.ref('l.variantId')}, 'quantity', ${line.ref('l.quantity')},
                'minor', ${line.ref('l.priceMinor')}, 'currency', ${line.ref('l.priceCurrency')},
                'name', ${line.ref('l.name')}, 'sku', ${line.ref('l.sku')}) order by ${line.ref('l.position')})`.as(
                'lines',
              ),
            ),
          sql<LineJson[]>`'[]'::json`,
        )
        .as('lines'),
    )
    .where(isAlive)
    .where(condition)
    .executeTakeFirst();
