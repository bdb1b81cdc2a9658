/**
 * What Stripe charges at least, in the smallest unit, by the currency that the account settles in
 * (its documentation, Minimum charge amounts). Others depend on the exchange rate of the day: there
 * Stripe itself refuses what is too small.
 */
const MINIMUM: Readonly<Record<string, number>> = {
  USD: 50,
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1_500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1_000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1_000,
};

/** The least that Stripe charges in the currency; 1 where it depends on the day. */
export const stripeMinimum = (currency: string): number => MINIMUM[currency] ?? 1;
