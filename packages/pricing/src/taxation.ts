import { bestFits, placeOf, type Place } from './area.js';
import type { Basket } from './basket.js';
import type { CompiledRate, CompiledRules, CompiledZone } from './compiled-rules.js';
import { isWithin } from './validity.js';
import { vatPrefixOf } from './vat-prefix.js';

/** Category of goods that name none, when no settings say another one. */
const DEFAULT_CATEGORY = 'standard';

/** Which taxes a basket pays. */
export interface Taxation {
  readonly pricesIncludeTax: boolean;
  readonly isReverseCharge: boolean;
  /** How shipping is taxed: by a category of its own, or (undefined) as the goods. */
  readonly shippingCategory: string | undefined;
  /** The rate of a category; under reverse charge that of the shop's own country. */
  rateOf(category: string | undefined): CompiledRate | undefined;
}

/**
 * Decides where a basket is taxed: at its destination; without one, or when goods are fetched from
 * another country, where the shop is.
 */
export function taxationOf(basket: Basket, compiled: CompiledRules, isPickup: boolean): Taxation {
  const { settings } = compiled;
  const own: Place | undefined = settings && {
    ...placeOf({ country: settings.originCountry, region: null, postalCode: null }),
  };
  const to = basket.destination && placeOf(basket.destination);
  const place = to && !(isPickup && own && own.country !== to.country) ? to : own;
  const zone = zoneOf(place, compiled);
  const isReverseCharge =
    zone?.isReverseCharge === true &&
    own !== undefined &&
    place?.country !== own.country &&
    isForeign(basket.vatNumber, own.country);
  const pricesIncludeTax = settings?.pricesIncludeTax ?? true;
  const rates = isReverseCharge ? zoneOf(own, compiled) : zone;
  const fallback = settings?.defaultTaxCategory ?? DEFAULT_CATEGORY;
  const now = basket.now.getTime();
  return {
    pricesIncludeTax,
    isReverseCharge,
    shippingCategory:
      settings?.shippingTax === 'CATEGORY' ? settings.shippingTaxCategory : undefined,
    rateOf: (category) =>
      (category === undefined ? undefined : currentRate(rates, category, now)) ??
      currentRate(rates, fallback, now),
  };
}

/** The zone that fits best; of equal ones that with the lowest id. */
function zoneOf(place: Place | undefined, compiled: CompiledRules): CompiledZone | undefined {
  return place && bestFits(compiled.zones, place)[0];
}

function currentRate(
  zone: CompiledZone | undefined,
  category: string,
  now: number,
): CompiledRate | undefined {
  return zone?.rates.get(category)?.find(({ span }) => isWithin(span, now));
}

/** A number of the shop's own country shows no business abroad. */
function isForeign(vatNumber: string | undefined, ownCountry: string): boolean {
  const number = vatNumber?.trim().toUpperCase();
  return number !== undefined && number !== '' && !number.startsWith(vatPrefixOf(ownCountry));
}
