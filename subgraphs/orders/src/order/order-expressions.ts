import type { EntityTables } from '@emporium/db/entity-tables';
import { expressionBuilder } from 'kysely';
import type { entities } from '../tables.js';

/**
 * Typed expressions on orders under the alias `o`, for conditions that several statements share.
 */
export const orders = expressionBuilder<{ o: EntityTables<typeof entities>['OrderRow'] }, 'o'>();

/** Orders that exist for the world; those that do not are the log of placements. */
export const isPlaced = orders('o.status', 'not in', ['PLACING', 'REJECTED']);
