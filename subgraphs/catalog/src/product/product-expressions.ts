import type { EntityTables } from '@emporium/db/entity-tables';
import { expressionBuilder } from 'kysely';
import type { entities } from '../tables.js';

/**
 * Typed expressions on the table of products under the alias `p`, for conditions and orders that
 * several statements share.
 */
export const product = expressionBuilder<{ p: EntityTables<typeof entities>['Product'] }, 'p'>();
