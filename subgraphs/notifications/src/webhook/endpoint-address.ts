import { isIP } from 'node:net';
import { withDeadline } from '@emporium/resilience/deadline';
import { isLoopback, isPublicAddress } from './public-address.js';

const MAX_LENGTH = 2_048;
const PORTS = new Set(['', '443', '8443']);
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;
const RESOLVE_TIMEOUT_MS = 5_000;

/** An address that must not be called, with what to do about it. */
export class ForbiddenAddressError extends Error {
  override name = 'ForbiddenAddressError';
}

/** An IP address of a host. */
export interface HostAddress {
  address: string;
  family: number;
}

/** How endpoints are looked up. */
export interface AddressRules {
  /** Development: http and this machine are allowed, on any port. */
  allowLocal: boolean;
  /** All IP addresses of a name. */
  resolve(host: string): Promise<HostAddress[]>;
}

/** The host of a URL, an IPv6 address without its brackets, a name without the root's dot. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$|\.$/g, '');

/**
 * Reads the URL of an endpoint. Throws ForbiddenAddressError for one that no endpoint may have,
 * before any name is looked up. The URL parser writes every spelling of an IPv4 address in one way.
 */
export function endpointUrl(text: string, { allowLocal }: Pick<AddressRules, 'allowLocal'>): URL {
  if (text.length > MAX_LENGTH || !URL.canParse(text))
    throw new ForbiddenAddressError(`Give an absolute URL of at most ${MAX_LENGTH} characters.`);
  const url = new URL(text);
  if (url.username || url.password)
    throw new ForbiddenAddressError(
      'A URL must not hold a user name or password: receivers check the signature instead.',
    );
  if (url.hash) throw new ForbiddenAddressError('Leave out the part of the URL behind #.');
  const host = hostOf(url);
  const isLocal = host === 'localhost' || isLoopback(host);
  if (allowLocal && isLocal && /^https?:$/.test(url.protocol)) return url;
  if (url.protocol !== 'https:') throw new ForbiddenAddressError('A URL must begin with https://.');
  if (!PORTS.has(url.port)) throw new ForbiddenAddressError('The port must be 443 or 8443.');
  if (LOCAL_NAME.test(host) || (isIP(host) ? !isPublicAddress(host) : !host.includes('.')))
    throw notPublic(host);
  return url;
}

/**
 * The addresses of a host that may be connected to: all of them must be public, else none is.
 * Throws ForbiddenAddressError. Connect to what this returns and to nothing that is looked up
 * later.
 */
export async function publicAddressesOf(
  host: string,
  { allowLocal, resolve }: AddressRules,
): Promise<HostAddress[]> {
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await withDeadline(RESOLVE_TIMEOUT_MS, `looking up ${host}`, () => resolve(host)).catch(
        () => {
          throw new ForbiddenAddressError(
            `${host} cannot be looked up: correct the name, or try again.`,
          );
        },
      );
  const isFine = ({ address }: HostAddress) =>
    isPublicAddress(address) || (allowLocal && isLocalName(host) && isLoopback(address));
  if (found.length === 0 || !found.every(isFine)) throw notPublic(host);
  return found;
}

const isLocalName = (host: string) => host === 'localhost' || isLoopback(host);

const notPublic = (host: string) =>
  new ForbiddenAddressError(
    `${host} does not belong to the public internet: give an address that anybody could reach.`,
  );
