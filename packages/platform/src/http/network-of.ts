import { isIP } from 'node:net';

/**
 * The network that whoever sends from an address holds at least: an IPv4 address itself, of IPv6
 * the /64, since every line gets that many. What is no address stays what it is.
 */
export function networkOf(address: string): string {
  return prefixOf(address, 4);
}

/**
 * The larger network around it: of IPv6 the /48 that a provider gives to one customer at most;
 * undefined where there is none.
 */
export function siteOf(address: string): string | undefined {
  const site = prefixOf(address, 3);
  return site.includes('/') ? site : undefined;
}

function prefixOf(address: string, groups: 3 | 4): string {
  const [plain = ''] = address.split('%', 1);
  if (isIP(plain) !== 6) return address;
  const [head = '', tail] = withoutDots(plain).split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right].map(
    (group) => parseInt(group, 16),
  );
  // ::ffff:a.b.c.d is how a socket for both families shows IPv4.
  if (all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff)
    return [all[6]!, all[7]!].flatMap((group) => [group >> 8, group & 255]).join('.');
  return `${all
    .slice(0, groups)
    .map((group) => group.toString(16))
    .join(':')}::/${groups * 16}`;
}

/** The last four bytes of an address may be written like IPv4. */
function withoutDots(address: string): string {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (!dotted) return address;
  const [a, b, c, d] = dotted.slice(1).map(Number) as [number, number, number, number];
  return `${address.slice(0, dotted.index)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
