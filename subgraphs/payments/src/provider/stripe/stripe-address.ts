import { ConfigurationError } from '@emporium/platform/config/configuration-error';

/**
 * Stripe counts these in other units than ISO 4217 does; a charge would be a hundred times too
 * large or too small.
 */
export const OTHER_UNITS = new Set(['ISK', 'MGA', 'UGX']);

export interface StripeAddress {
  protocol: 'http' | 'https';
  host: string;
  port: number;
}

/**
 * Where Stripe is by PAYMENT_URL: undefined for `stripe:` itself, an address for
 * `stripe+http(s)://host:port` (a proxy, stripe-mock). Throws ConfigurationError with everything
 * that keeps this shop from charging through Stripe.
 */
export function stripeAddress(
  url: string,
  apiKey: string | undefined,
  currency: string,
): StripeAddress | undefined {
  const problems: string[] = [];
  const address = url === 'stripe:' ? undefined : parse(url);
  if (address === null) problems.push('PAYMENT_URL: must be stripe: or stripe+http://host:port');
  if (!apiKey)
    problems.push(
      'STRIPE_API_KEY: is required with PAYMENT_URL=stripe: (the secret key of the account)',
    );
  if (OTHER_UNITS.has(currency))
    problems.push(
      `SHOP_CURRENCY: ${currency} has another smallest unit at Stripe; it is not supported there`,
    );
  if (problems.length > 0) throw new ConfigurationError(problems);
  return address ?? undefined;
}

function parse(url: string): StripeAddress | null {
  const found = /^stripe\+(https?):\/\/([^/:@?#]+)(?::(\d{1,5}))?\/?$/.exec(url);
  if (!found) return null;
  const protocol = found[1] as 'http' | 'https';
  return { protocol, host: found[2]!, port: Number(found[3] ?? (protocol === 'https' ? 443 : 80)) };
}
