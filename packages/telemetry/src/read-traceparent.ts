/** The parts of a W3C traceparent. */
export interface TraceContext {
  /** 32 hexadecimal digits, not all zero. */
  traceId: string;
  /** 16 hexadecimal digits, not all zero. */
  spanId: string;
  isSampled: boolean;
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Reads a traceparent, whoever wrote it; undefined when it is none. */
export function readTraceparent(text: string | undefined): TraceContext | undefined {
  const match = text === undefined ? null : TRACEPARENT.exec(text);
  return match
    ? {
        traceId: match[1]!,
        spanId: match[2]!,
        isSampled: (Number.parseInt(match[3]!, 16) & 1) === 1,
      }
    : undefined;
}
