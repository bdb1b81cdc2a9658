import { compileArea } from './area.js';
import { compileCodes } from './compile-codes.js';
import { compilePriceLists } from './compile-price-lists.js';
import { compilePromotion } from './compile-promotion.js';
import { type CompiledCurrency, compileCurrency, readExchangeRate } from './exchange.js';
import { compileZone } from './compile-zone.js';
import type {
  CompiledMethod,
  CompiledPromotion,
  CompiledRules,
  CompiledZone,
  IgnoredRule,
} from './compiled-rules.js';
import type { DiscountCodeRule, PriceListRule, PricingRule, TaxSettingsRule } from './rules.js';

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * Prepares rules for priceBasket, once per change. Takes every combination: what refers to
 * something missing has no effect, what cannot be read is left out and named in `ignored`, and the
 * order in which rules come changes nothing.
 */
export function compileRules(rules: readonly PricingRule[]): CompiledRules {
  const ignored: IgnoredRule[] = [];
  const zones: CompiledZone[] = [];
  const methods: CompiledMethod[] = [];
  const promotions: CompiledPromotion[] = [];
  const codes: DiscountCodeRule[] = [];
  const lists: PriceListRule[] = [];
  const currencies = new Map<string, CompiledCurrency>();
  const groupsByUser = new Map<string, Set<string>>();
  let settings: TaxSettingsRule | undefined;
  let hasDefaultMethod = true;

  for (const rule of [...rules].sort(byId)) {
    const ignore = (problem: string) => ignored.push({ id: rule.id, kind: rule.kind, problem });
    switch (rule.kind) {
      case 'TAX_SETTINGS':
        if (settings === undefined || rule.id === 'settings') settings = rule;
        break;
      case 'TAX_ZONE':
        zones.push(compileZone(rule, ignore));
        break;
      case 'SHIPPING_METHOD':
        hasDefaultMethod = false;
        methods.push({ rule, area: compileArea(rule.area) });
        break;
      case 'PROMOTION': {
        const promotion = compilePromotion(rule, ignore);
        if (promotion) promotions.push(promotion);
        break;
      }
      case 'DISCOUNT_CODE':
        codes.push(rule);
        break;
      case 'GROUP_MEMBER': {
        const groups = groupsByUser.get(rule.userId) ?? new Set();
        groupsByUser.set(rule.userId, groups.add(rule.groupId));
        break;
      }
      case 'PRICE_LIST':
        lists.push(rule);
        break;
      case 'CURRENCY':
        if (!rule.isActive) break;
        if (rule.rate !== null && !readExchangeRate(rule.rate)) ignore('its rate cannot be read');
        else currencies.set(rule.currency, compileCurrency(rule));
        break;
      default:
        // A newer publisher may know kinds that this process does not know yet.
        ignored.push({
          ...(rule as { id: string; kind: string }),
          problem: 'unknown kind of rule',
        });
    }
  }

  methods.sort((a, b) => a.rule.position - b.rule.position || byId(a.rule, b.rule));
  promotions.sort((a, b) => b.rule.priority - a.rule.priority || byId(a.rule, b.rule));
  return {
    settings,
    zones,
    methods,
    hasDefaultMethod,
    promotions: new Map(promotions.map((promotion) => [promotion.rule.id, promotion])),
    automatic: promotions.filter(({ rule }) => rule.isAutomatic && rule.isActive),
    ...compileCodes(codes),
    groupsByUser,
    currencies,
    priceLists: compilePriceLists(lists, (id, problem) =>
      ignored.push({ id, kind: 'PRICE_LIST', problem }),
    ),
    ignored,
  };
}
