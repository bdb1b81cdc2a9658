import { typedQuery } from '@emporium/db/typed-query';
import { ruleEntities } from './pricing-rule.entity.js';

/** Starts a typed statement on the tables of the replica, in whichever subgraph has them. */
export const query = typedQuery(ruleEntities);
