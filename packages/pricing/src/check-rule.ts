import { checkPromotion } from './check-promotion.js';
import { checkPriceList } from './check-price-list.js';
import { checkCurrencyRule } from './check-currency-rule.js';
import { checkShippingMethod } from './check-shipping-method.js';
import { checkTaxSettings, checkTaxZone } from './check-tax.js';
import { normalizeCode } from './normalize-code.js';
import type { Report, RuleProblem } from './rule-problem.js';
import type { DiscountCodeRule, PricingRule } from './rules.js';

/**
 * What a rule of the right shape still gets wrong; empty: keep it. compileRules takes a wrong rule
 * too, but then it has no effect or one that nobody meant.
 */
export function checkRule(rule: PricingRule): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  switch (rule.kind) {
    case 'TAX_ZONE':
      checkTaxZone(rule, report);
      break;
    case 'TAX_SETTINGS':
      checkTaxSettings(rule, report);
      break;
    case 'SHIPPING_METHOD':
      checkShippingMethod(rule, report);
      break;
    case 'PROMOTION':
      checkPromotion(rule, report);
      break;
    case 'DISCOUNT_CODE':
      checkCode(rule, report);
      break;
    case 'PRICE_LIST':
      checkPriceList(rule, report);
      break;
    case 'CURRENCY':
      checkCurrencyRule(rule, report);
      break;
    case 'GROUP_MEMBER':
      if (rule.id !== `${rule.groupId}:${rule.userId}`)
        report('id', 'the id of a membership is "<group>:<user>"');
      break;
  }
  return problems;
}

const SHORTEST = 3;
const LONGEST = 64;

function checkCode({ code }: DiscountCodeRule, report: Report): void {
  const normal = normalizeCode(code);
  if (normal !== code) report('code', `keep the code in its normal form: "${normal}"`);
  else if (!/^[A-Z0-9]*$/.test(code))
    report('code', 'use letters A to Z and digits only: other signs are hard to type');
  if (normal.length < SHORTEST || normal.length > LONGEST)
    report('code', `a code has from ${SHORTEST} to ${LONGEST} characters`);
}
