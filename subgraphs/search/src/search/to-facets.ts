import { currencyDigits } from '@emporium/money/currency-digits';
import { decimalOf } from '@emporium/money/decimal';
import { money } from '@emporium/money/money';
import type { PlanFilter, SearchPlan } from '../plan/search-plan.js';
import type { Counts, FacetCount } from '../engine/search-engine.js';
import { type Facet, FacetKind, type FacetValue } from './facet.type.js';

const MAX_FACETS = 15;
/** Facets of every shop, in this order, before those that come from attributes. */
const FIRST = ['category', 'price', 'availability'];

/** What the two values of availability are called. */
const AVAILABILITY: Readonly<Record<string, string>> = {
  'in-stock': 'In stock',
  'out-of-stock': 'Out of stock',
};

/** The facets of a page: what was counted, and chosen values even when nothing is left of them. */
export function toFacets(plan: SearchPlan, counts: Counts, currency: string): Facet[] {
  const byName = new Map<string, FacetCount[]>();
  for (const count of counts.terms)
    byName.set(count.name, [...(byName.get(count.name) ?? []), count]);
  const facets = [...byName].map(([name, values]) => termFacet(name, values, plan.filters));
  for (const filter of plan.filters)
    if (filter.kind === 'terms' && filter.name !== '-' && !byName.has(filter.name))
      facets.push(termFacet(filter.name, [], plan.filters));
  const weight = (facet: Facet) => facet.values.reduce((sum, value) => sum + value.count, 0);
  const own = facets
    .filter((facet) => !FIRST.includes(facet.name))
    .toSorted((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1));
  const all = [
    ...facets.filter((facet) => FIRST.includes(facet.name)),
    ...priceFacet(plan, counts, currency),
    ...own.slice(0, MAX_FACETS),
  ];
  const place = (facet: Facet) =>
    FIRST.includes(facet.name) ? FIRST.indexOf(facet.name) : FIRST.length;
  return all.toSorted((a, b) => place(a) - place(b));
}

function termFacet(
  name: string,
  counted: readonly FacetCount[],
  filters: readonly PlanFilter[],
): Facet {
  // An attribute of the shop may have the same words as values.
  const labels = name === 'availability' ? AVAILABILITY : {};
  const chosen = new Set(filters.flatMap((filter) => chosenValues(filter, name)));
  const missing = [...chosen].filter(
    (value) => !value.includes('\u{10FFFF}') && !counted.some((count) => count.value === value),
  );
  const values = [
    ...counted.map(({ value, label, count }) => ({ value, label: labels[value] ?? label, count })),
    ...missing.map((value) => ({ value, label: labels[value] ?? value, count: 0 })),
  ];
  return {
    name,
    kind: FacetKind.TERMS,
    values: values
      .toSorted((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
      .map((value) => ({ ...value, selected: chosen.has(value.value) })),
  };
}

function chosenValues(filter: PlanFilter, name: string): string[] {
  if (filter.kind === 'terms' && filter.name === name) return filter.values;
  if (filter.kind === 'availability' && name === 'availability')
    return [filter.inStock ? 'in-stock' : 'out-of-stock'];
  return [];
}

function priceFacet(plan: SearchPlan, counts: Counts, currency: string): Facet[] {
  const filter = plan.filters.find((candidate) => candidate.kind === 'price');
  if (counts.prices.length === 0 && !filter) return [];
  const digits = currencyDigits(currency);
  const values = counts.prices.map(({ step, count }): FacetValue => {
    const end = plan.priceSteps[plan.priceSteps.indexOf(step) + 1];
    const [from, to] = [
      decimalOf(money(step, currency)),
      end === undefined ? null : decimalOf(money(end, currency)),
    ];
    const short = (amount: string) => (digits > 0 ? amount.replace(/\.0+$/, '') : amount);
    const selected =
      filter?.ranges.some((range) => range.from === step && range.below === end) ?? false;
    return {
      value: `${short(from)}-${to === null ? '' : short(to)}`,
      label: `${from} – ${to ?? '…'} ${currency}`,
      count,
      selected,
      from,
      to,
    };
  });
  return [{ name: 'price', kind: FacetKind.RANGE, values }];
}
