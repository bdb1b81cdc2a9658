import { compileArea } from './area.js';
import type { CompiledRate, CompiledZone } from './compiled-rules.js';
import { readShare } from './exact-amounts.js';
import type { TaxZoneRule } from './rules.js';
import { readSpan } from './validity.js';

/** Prepares a tax zone; rates that cannot be read are left out. */
export function compileZone(rule: TaxZoneRule, ignore: (problem: string) => void): CompiledZone {
  const rates = new Map<string, CompiledRate[]>();
  for (const { category, name, rate, ...validity } of rule.rates) {
    const share = readShare(rate);
    const span = readSpan(validity);
    if (!share || !span) {
      ignore(`rate "${rate}" of category "${category}" cannot be read`);
      continue;
    }
    rates.set(category, [...(rates.get(category) ?? []), { name, share, span }]);
  }
  // Of two that began at the same moment the one with the higher rate counts, whatever their order.
  for (const all of rates.values())
    all.sort((a, b) => compare(b.span.from, a.span.from) || compare(valueOf(b), valueOf(a)));
  return {
    id: rule.id,
    area: compileArea(rule.area),
    isReverseCharge: rule.isReverseCharge,
    rates,
  };
}

const valueOf = ({ share }: CompiledRate) => share.numerator / share.denominator;
// Not by difference: -Infinity - -Infinity is no number.
const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
