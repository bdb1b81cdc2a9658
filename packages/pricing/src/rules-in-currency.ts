import type { CompiledPromotion, CompiledRules } from './compiled-rules.js';
import { convert, type Exchange } from './exchange.js';
import type { PromotionRule, ShippingMethodRule } from './rules.js';

type Amount = { minor: number; currency: string };

const known = new WeakMap<CompiledRules, Map<string, CompiledRules>>();

/**
 * The rules as they hold in a currency with a rate: fixed amounts and minimums of promotions that
 * are stated in its base are converted; so are ways of delivery, unless some active one is in the
 * currency itself: then those count alone. Without a rate the rules stay what they are, and what is
 * stated in another currency has no effect.
 */
export function rulesInCurrency(compiled: CompiledRules, currency: string): CompiledRules {
  const further = compiled.currencies.get(currency);
  if (!further?.exchange) return compiled;
  let converted = known.get(compiled);
  if (!converted) known.set(compiled, (converted = new Map()));
  const before = converted.get(currency);
  if (before) return before;
  const rules = convertRules(compiled, currency, further.base, further.exchange);
  converted.set(currency, rules);
  return rules;
}

function convertRules(
  compiled: CompiledRules,
  currency: string,
  base: string,
  exchange: Exchange,
): CompiledRules {
  const amount = (stated: Amount): Amount =>
    stated.currency === base ? { minor: convert(stated.minor, exchange), currency } : stated;
  const promotion = (one: CompiledPromotion) => ({ ...one, rule: promotionIn(one.rule, amount) });
  const hasOwnMethods = compiled.methods.some(
    ({ rule }) => rule.isActive && rule.currency === currency,
  );
  return {
    ...compiled,
    methods: compiled.methods.map((method) =>
      hasOwnMethods || method.rule.currency !== base
        ? method
        : { ...method, rule: methodIn(method.rule, currency, exchange) },
    ),
    promotions: new Map([...compiled.promotions].map(([id, one]) => [id, promotion(one)])),
    automatic: compiled.automatic.map(promotion),
  };
}

function promotionIn(rule: PromotionRule, amount: (stated: Amount) => Amount): PromotionRule {
  const { conditions, effect } = rule;
  return {
    ...rule,
    conditions: { ...conditions, minimum: conditions.minimum && amount(conditions.minimum) },
    effect:
      effect.type === 'FIXED_AMOUNT'
        ? { ...effect, amount: amount(effect.amount) }
        : effect.type === 'FREE_SHIPPING'
          ? { ...effect, upTo: effect.upTo && amount(effect.upTo) }
          : effect,
  };
}

function methodIn(
  rule: ShippingMethodRule,
  currency: string,
  exchange: Exchange,
): ShippingMethodRule {
  const to = (minor: number) => convert(minor, exchange);
  const { price, freeFrom } = rule;
  return {
    ...rule,
    currency,
    freeFrom: freeFrom === null ? null : to(freeFrom),
    price:
      price.by === 'FLAT'
        ? { ...price, amount: to(price.amount) }
        : {
            ...price,
            tiers: price.tiers.map(({ from, amount }) => ({
              from: price.by === 'VALUE' ? to(from) : from,
              amount: to(amount),
            })),
          },
  };
}
