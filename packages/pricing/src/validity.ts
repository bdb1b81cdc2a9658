/** A span of time in milliseconds: from the first moment until just before the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads a rule's validity; undefined when one of its moments is no moment. */
export function readSpan(rule: {
  validFrom: string | null;
  validTo: string | null;
}): Span | undefined {
  const from = rule.validFrom === null ? -Infinity : Date.parse(rule.validFrom);
  const to = rule.validTo === null ? Infinity : Date.parse(rule.validTo);
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : { from, to };
}

/** Whether the moment lies in the span. */
export function isWithin(span: Span, moment: number): boolean {
  return span.from <= moment && moment < span.to;
}
