import type { RuleData } from '../rule/rule.entity.js';

/** The rule with what its redemptions make of it: whether its limit is reached. */
export function withExhaustion(data: RuleData, timesRedeemed: number): RuleData {
  if (data.kind !== 'PROMOTION' && data.kind !== 'DISCOUNT_CODE') return data;
  return { ...data, isExhausted: data.limit !== null && timesRedeemed >= data.limit };
}
