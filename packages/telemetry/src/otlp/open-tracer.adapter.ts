import { ROOT_CONTEXT, SpanKind, TraceFlags, trace, type Context } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { readTraceparent } from '../read-traceparent.js';
import type { TracingLog, TracingOptions } from '../start-tracing.js';
import type { Tracer } from '../tracer.js';
import type { Work, WorkOptions } from '../work.js';
import { otlpExporter } from './otlp-exporter.adapter.js';
import { samplerOf } from './sampler-of.adapter.js';
import { SpanWork } from './span-work.adapter.js';

const KINDS: Record<NonNullable<WorkOptions['kind']>, SpanKind> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/**
 * A tracer on the SDK of OpenTelemetry. Nothing global is registered, so no other library begins to
 * trace by itself.
 */
export function openTracer(
  options: TracingOptions,
  log: TracingLog,
): { tracer: Tracer; flush(): Promise<void>; shutdown(): Promise<void> } {
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(options.resource)),
    sampler: samplerOf(options),
    spanProcessors: [new BatchSpanProcessor({ exporter: otlpExporter(options.endpoint, log) })],
  });
  const spans = provider.getTracer('emporium');
  return {
    tracer: {
      begin: (name, { kind = 'internal', attributes }, parent, startTime) => {
        // What is part of work that is not kept is not kept either, whatever the sampler: it need
        // not be asked.
        if (typeof parent === 'object' && !parent.isRecorded) return parent;
        const given = attributes ? { attributes } : {};
        return new SpanWork(
          spans.startSpan(
            name,
            { kind: KINDS[kind], ...given, ...(startTime === undefined ? {} : { startTime }) },
            contextOf(parent),
          ),
        );
      },
    },
    flush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown(),
  };
}

function contextOf(parent: Work | string | undefined): Context {
  if (parent instanceof SpanWork) return trace.setSpan(ROOT_CONTEXT, parent.span);
  const remote = typeof parent === 'string' ? readTraceparent(parent) : undefined;
  if (!remote) return ROOT_CONTEXT;
  const { traceId, spanId, isSampled } = remote;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    isRemote: true,
    traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  });
}
