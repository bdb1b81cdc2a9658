import { codeKey } from '../code/code-text.js';
import type { Rule, RuleData } from './rule.entity.js';

type Columns = Pick<Rule, 'name' | 'isActive' | 'rank' | 'parentId' | 'code'>;

/** What lists are filtered and sorted by, made of the rule. */
export function ruleColumns(data: RuleData): Columns {
  const none = { isActive: true, rank: 0, parentId: null, code: null };
  switch (data.kind) {
    case 'TAX_SETTINGS':
      return { ...none, name: 'settings' };
    case 'TAX_ZONE':
    case 'CUSTOMER_GROUP':
      return { ...none, name: data.name };
    case 'SHIPPING_METHOD':
      return { ...none, name: data.name, isActive: data.isActive, rank: data.position };
    case 'PROMOTION':
    case 'PRICE_LIST':
      return { ...none, name: data.name, isActive: data.isActive, rank: data.priority };
    case 'DISCOUNT_CODE':
      return {
        ...none,
        name: data.code,
        isActive: data.isActive,
        parentId: data.promotionId,
        code: codeKey(data.code),
      };
    case 'CURRENCY':
      return { ...none, name: data.currency, isActive: data.isActive };
    case 'GROUP_MEMBER':
      return { ...none, name: data.userId, parentId: data.groupId };
  }
}
