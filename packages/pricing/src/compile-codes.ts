import { lookalikeKey, normalizeCode } from './normalize-code.js';
import type { CompiledRules } from './compiled-rules.js';
import type { DiscountCodeRule } from './rules.js';

/** Indexes codes, which come in the order of their ids; of the same code an active one counts. */
export function compileCodes(
  rules: readonly DiscountCodeRule[],
): Pick<CompiledRules, 'codes' | 'lookalikes'> {
  const codes = new Map<string, DiscountCodeRule>();
  for (const rule of rules) {
    const code = normalizeCode(rule.code);
    const known = codes.get(code);
    if (code !== '' && (!known || (!known.isActive && rule.isActive))) codes.set(code, rule);
  }
  const lookalikes = new Map<string, DiscountCodeRule | null>();
  for (const [code, rule] of codes) {
    const key = lookalikeKey(code);
    lookalikes.set(key, lookalikes.has(key) ? null : rule);
  }
  return { codes, lookalikes };
}
