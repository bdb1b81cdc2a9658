import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracingLog } from '../start-tracing.js';

/** `ExportResultCode.SUCCESS` of @opentelemetry/core, which is not imported for one number. */
const SUCCESS = 0;

/**
 * Sends spans as OTLP/HTTP in JSON to `<endpoint>/v1/traces`. OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT,
 * _COMPRESSION and _CERTIFICATE are read by the exporter itself. The first failure of a row is
 * logged, and the end of the row.
 */
export function otlpExporter(endpoint: string, log: TracingLog): SpanExporter {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  let isFailing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code !== SUCCESS;
        if (failed && !isFailing)
          log.warn(
            { err: result.error, endpoint },
            'traces are lost: the receiver (OTLP over HTTP, usually port 4318) did not take them',
          );
        if (!failed && isFailing) log.info({ endpoint }, 'traces are taken again');
        isFailing = failed;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
