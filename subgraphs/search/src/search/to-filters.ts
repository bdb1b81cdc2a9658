import { badUserInput } from '@emporium/graphql/app-errors';
import { fromDecimal } from '@emporium/money/decimal';
import { facetName } from '../document/to-document.js';
import type { PlanFilter, PriceRange } from '../plan/search-plan.js';
import type { FacetFilter } from './search.inputs.js';

const MAX_FILTERS = 20;
const MAX_VALUES = 100;
const LONGEST = 200;

/** Checks facet filters. Throws BAD_USER_INPUT. */
export function toFilters(filters: readonly FacetFilter[], currency: string): PlanFilter[] {
  if (filters.length > MAX_FILTERS) throw badUserInput(`At most ${MAX_FILTERS} filters.`);
  const names = filters.map((filter) => filter.name);
  if (new Set(names).size < names.length)
    throw badUserInput('Give each facet one filter with all its values.');
  return filters.flatMap((filter) => toFilter(filter, currency));
}

function toFilter(filter: FacetFilter, currency: string): PlanFilter[] {
  const { name } = filter;
  const values = filter.in ?? [];
  if (values.length > MAX_VALUES || [name, ...values].some((text) => text.length > LONGEST)) {
    throw badUserInput(`A filter has at most ${MAX_VALUES} values of ${LONGEST} characters.`);
  }
  if (name === 'price') return price(filter, values, currency);
  if (filter.gte != null || filter.lte != null)
    throw badUserInput('Only price is filtered by gte and lte.');
  if (name === 'availability') return availability(values);
  // No facet has such a name, so no product has such a value.
  if (facetName(name) !== name || name === '') return [{ kind: 'terms', name: '-', values: ['-'] }];
  return filter.in == null
    ? []
    : [{ kind: 'terms', name, values: values.length > 0 ? values : ['\u{10FFFF}'] }];
}

function availability(values: readonly string[]): PlanFilter[] {
  const known = values.filter((value) => value === 'in-stock' || value === 'out-of-stock');
  if (known.length < values.length) throw badUserInput('availability is in-stock or out-of-stock.');
  const different = new Set(known);
  return different.size === 1 ? [{ kind: 'availability', inStock: different.has('in-stock') }] : [];
}

/**
 * Ranges of the facet (`25-50`, `1000-`) are alternatives; gte and lte are one range of the
 * caller's own.
 */
function price(filter: FacetFilter, values: readonly string[], currency: string): PlanFilter[] {
  const ranges: PriceRange[] = values.map((value) => {
    const match = /^(\d{1,12}(?:\.\d{1,4})?)-(\d{1,12}(?:\.\d{1,4})?)?$/.exec(value);
    if (!match) throw badUserInput('A price range is written like 25-50 or 1000-.');
    return {
      from: minor(match[1]!, currency),
      ...(match[2] ? { below: minor(match[2], currency) } : {}),
    };
  });
  if (filter.gte != null || filter.lte != null) {
    ranges.push({
      ...(filter.gte == null ? {} : { from: minor(filter.gte, currency) }),
      ...(filter.lte == null ? {} : { to: minor(filter.lte, currency) }),
    });
  }
  return ranges.length > 0 ? [{ kind: 'price', ranges }] : [];
}

function minor(text: string, currency: string): number {
  try {
    return fromDecimal(text, currency).minor;
  } catch {
    throw badUserInput(`${text} is no amount in ${currency}.`);
  }
}
