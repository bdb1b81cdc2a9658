/** Postal codes from one to another of the same length, or all that begin alike (from = to). */
export interface PostalRange {
  readonly from: string;
  readonly to: string;
  /** Characters of the code that the entry leaves no choice in; a narrower entry has more. */
  readonly narrowness: number;
}

/** A postal code as it is compared: upper case, without spaces and hyphens. */
export function normalizePostalCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}]+/gu, '');
}

/**
 * Reads an entry of a rule: a beginning ("10", "SW1", "00-950") or a range ("10000-10999"). A
 * hyphen makes a range only when both sides have the same length, since codes of Poland, Portugal,
 * Japan and the United States have hyphens of their own. Undefined when nothing is left to compare.
 */
export function readPostalRange(text: string): PostalRange | undefined {
  const parts = text.split(/\p{Dash}/u);
  const middle = parts.length / 2;
  if (Number.isInteger(middle)) {
    const from = normalizePostalCode(parts.slice(0, middle).join(''));
    const to = normalizePostalCode(parts.slice(middle).join(''));
    if (from.length === to.length && from !== '')
      return from <= to ? { from, to, narrowness: narrownessOf(from, to) } : undefined;
  }
  const prefix = normalizePostalCode(text);
  return prefix === '' ? undefined : { from: prefix, to: prefix, narrowness: prefix.length };
}

/** Whether a normalized postal code begins with a code of the range. */
export function isInRange(postalCode: string, range: PostalRange): boolean {
  if (postalCode.length < range.from.length) return false;
  const beginning = postalCode.slice(0, range.from.length);
  return range.from <= beginning && beginning <= range.to;
}

function narrownessOf(from: string, to: string): number {
  if (!/^\d+$/.test(from + to)) {
    let common = 0;
    while (common < from.length && from[common] === to[common]) common += 1;
    return common;
  }
  // 10000-10999 are 1,000 codes of 5 digits: as narrow as the beginning "10".
  const codes = Number(to) - Number(from) + 1;
  return from.length - Math.round(Math.log10(codes) * 1e6) / 1e6;
}
