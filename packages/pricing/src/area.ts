import type { Destination } from './basket.js';
import {
  isInRange,
  normalizePostalCode,
  type PostalRange,
  readPostalRange,
} from './postal-code.js';
import type { AreaRule } from './rules.js';

/** An area in the form it is compared in. */
export interface Area {
  /** Empty: every country. */
  readonly countries: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  readonly postalCodes: readonly PostalRange[];
  /** It names postal codes of which none can be read: it matches nothing. */
  readonly isUnreadable: boolean;
}

/** A place in the form it is compared in. */
export interface Place {
  readonly country: string;
  readonly region: string | null;
  readonly postalCode: string | null;
}

const upper = (text: string) => text.normalize('NFKC').trim().toUpperCase();

/** "DE-BY" of ISO 3166-2 and "by" are the same region of DE. */
function regionOf(text: string, countries: readonly string[]): string {
  const region = upper(text);
  const country = countries.find((each) => region.startsWith(`${each}-`));
  return country === undefined ? region : region.slice(country.length + 1);
}

/** Prepares an area for comparison. */
export function compileArea(rule: AreaRule): Area {
  const countries = rule.countries.map(upper);
  const postalCodes = rule.postalCodes.flatMap((text) => readPostalRange(text) ?? []);
  return {
    countries: new Set(countries),
    regions: new Set(rule.regions.map((region) => regionOf(region, countries))),
    postalCodes,
    isUnreadable: rule.postalCodes.length > 0 && postalCodes.length === 0,
  };
}

/** Prepares a destination for comparison. */
export function placeOf(destination: Destination): Place {
  const country = upper(destination.country);
  return {
    country,
    region: destination.region === null ? null : regionOf(destination.region, [country]),
    postalCode:
      destination.postalCode === null ? null : normalizePostalCode(destination.postalCode),
  };
}

/**
 * How well an area fits a place: 0 not at all, else more for what is more specific. Postal codes
 * beat regions, regions beat countries, countries beat "everywhere"; among postal codes the
 * narrowest counts. All that an area names must fit.
 */
export function fitOf(area: Area, place: Place): number {
  if (area.isUnreadable) return 0;
  if (area.countries.size > 0 && !area.countries.has(place.country)) return 0;
  if (area.regions.size > 0 && (place.region === null || !area.regions.has(place.region))) return 0;
  let narrowest = 0;
  if (area.postalCodes.length > 0) {
    if (place.postalCode === null) return 0;
    for (const range of area.postalCodes)
      if (range.narrowness >= narrowest && isInRange(place.postalCode, range))
        // A range over all codes still is one of postal codes.
        narrowest = Math.max(range.narrowness, 0.001);
    if (narrowest === 0) return 0;
  }
  const named = area.countries.size > 0 ? 2 : 1;
  return named + (area.regions.size > 0 ? 10 : 0) + (narrowest > 0 ? 100 + narrowest : 0);
}

/** Those of the areas that fit a place best; none when none fits. */
export function bestFits<T extends { area: Area }>(all: readonly T[], place: Place): T[] {
  let best = 0;
  let found: T[] = [];
  for (const each of all) {
    const fit = fitOf(each.area, place);
    if (fit === 0 || fit < best) continue;
    if (fit > best) found = [];
    best = fit;
    found.push(each);
  }
  return found;
}
