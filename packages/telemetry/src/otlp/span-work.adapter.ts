import { SpanStatusCode, type Span } from '@opentelemetry/api';
import type { Attributes, Work } from '../work.js';

/** A piece of work as a span of the SDK. */
export class SpanWork implements Work {
  readonly traceparent: string;
  readonly isRecorded: boolean;

  constructor(readonly span: Span) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceparent = `00-${traceId}-${spanId}-0${traceFlags & 1}`;
    this.isRecorded = span.isRecording();
  }

  set(attributes: Attributes): void {
    this.span.setAttributes(attributes);
  }

  /** The message may hold what a person has typed, so the kind of the error is all that leaves. */
  fail(error: unknown): void {
    const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
    const type =
      typeof error === 'string'
        ? error
        : typeof code === 'string'
          ? code
          : typeof name === 'string'
            ? name
            : '_OTHER';
    this.span.setAttributes({ 'error.type': type.slice(0, 100) });
    this.span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.span.end();
  }
}
