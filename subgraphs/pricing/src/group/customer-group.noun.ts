import { optionalLine, singleLine } from '@emporium/graphql/input/single-line';
import { z } from 'zod';
import type { RuleNoun } from '../rule/rule-noun.js';
import { toCustomerGroup, type CustomerGroup } from './customer-group.type.js';

/** Customers who are treated alike. */
export const customerGroup: RuleNoun<'CUSTOMER_GROUP', CustomerGroup> = {
  kind: 'CUSTOMER_GROUP',
  prefix: 'group',
  operation: 'customerGroup',
  label: 'customer group',
  most: 1_000,
  rules: z.object({
    name: singleLine('The name', 100),
    description: optionalLine('The description', 500).transform((text) => text ?? null),
  }),
  nullable: ['description'],
  toType: toCustomerGroup,
};
