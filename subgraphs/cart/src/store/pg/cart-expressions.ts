import type { EntityTables } from '@emporium/db/entity-tables';
import { expressionBuilder, sql } from 'kysely';
import type { entities } from '../../tables.js';
import { CART_TTL_SECONDS } from '../limits.js';

type CartTable = EntityTables<typeof entities>['CartRow'];

/** Typed expressions on carts under the alias `c`, for conditions that several statements share. */
export const carts = expressionBuilder<{ c: CartTable }, 'c'>();

const now = sql<Date>`now()`;

/** Carts that have not expired. */
export const isAlive = carts('c.expiresAt', '>', now);

/**
 * What every write sets on the updated cart `c`; now() is the database's clock, so that clocks of
 * processes do not matter.
 */
export const TOUCH = {
  version: carts('c.version', '+', 1),
  expiresAt: sql<Date>`now() + ${sql.lit(CART_TTL_SECONDS)} * interval '1 second'`,
};
