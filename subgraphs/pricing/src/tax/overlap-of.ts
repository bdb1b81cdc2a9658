import { type Area, compileArea } from '@emporium/pricing/area';
import { normalizePostalCode } from '@emporium/pricing/postal-code';
import type { AreaRule } from '@emporium/pricing/rules';

/**
 * What two areas both name without one of them being more specific there; undefined when every
 * place is clear.
 */
export function overlapOf(left: AreaRule, right: AreaRule): string | undefined {
  const [a, b] = [compileArea(left), compileArea(right)];
  const hasSameGrain =
    isNamed(a.countries) === isNamed(b.countries) &&
    isNamed(a.regions) === isNamed(b.regions) &&
    isNamed(a.postalCodes) === isNamed(b.postalCodes);
  if (!hasSameGrain) return undefined;
  const country = isNamed(a.countries) ? common(a.countries, b.countries) : 'everywhere';
  if (country === undefined) return undefined;
  const region = isNamed(a.regions) ? common(a.regions, b.regions) : '';
  if (region === undefined) return undefined;
  const postalCode = isNamed(a.postalCodes) ? commonPostalCode(a, b) : '';
  if (postalCode === undefined) return undefined;
  return [country, region, postalCode].filter(Boolean).join(' ');
}

const isNamed = (values: ReadonlySet<string> | readonly unknown[]): boolean =>
  ('size' in values ? values.size : values.length) > 0;

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): string | undefined =>
  [...a].find((value) => b.has(value));

/** The first code of a range of `a` that meets one of `b` that is as narrow. */
function commonPostalCode(a: Area, b: Area): string | undefined {
  for (const left of a.postalCodes)
    for (const right of b.postalCodes) {
      if (left.narrowness !== right.narrowness) continue;
      const length = Math.min(left.from.length, right.from.length);
      const cut = (text: string) => normalizePostalCode(text).slice(0, length);
      if (cut(left.from) <= cut(right.to) && cut(right.from) <= cut(left.to)) return left.from;
    }
  return undefined;
}
