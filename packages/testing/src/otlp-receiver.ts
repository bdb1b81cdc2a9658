import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A span as it arrived, with the attributes as plain values. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  /** Empty for the first of its trace. */
  parentSpanId: string;
  name: string;
  kind: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Epoch milliseconds with fractions. */
  startedAt: number;
  endedAt: number;
  attributes: Record<string, string | number | boolean>;
  failed: boolean;
  /** `service.name` of the process. */
  service: string;
}

/** A receiver of traces over OTLP/HTTP in JSON. */
export interface OtlpReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string;
  /** All that has arrived, in order. */
  spans: ReceivedSpan[];
  /** The bodies as they came. */
  bodies: string[];
  /** From now on: takes what comes, refuses it with 500, or does not answer at all. */
  behave(how: 'take' | 'refuse' | 'silent'): void;
  close(): Promise<void>;
}

interface Value {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number;
  boolValue?: boolean;
}
type KeyValues = { key: string; value: Value }[];
interface Body {
  resourceSpans: {
    resource: { attributes: KeyValues };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        kind: number;
        startTimeUnixNano: string;
        endTimeUnixNano: string;
        attributes: KeyValues;
        status?: { code?: number };
      }[];
    }[];
  }[];
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** Starts a receiver on a free port. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  let behaviour: Parameters<OtlpReceiver['behave']>[0] = 'take';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (behaviour === 'silent') return;
      if (behaviour === 'refuse') return void response.writeHead(500).end();
      if (request.url !== '/v1/traces') return void response.writeHead(404).end();
      const raw = Buffer.concat(chunks);
      const body = (
        request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
      ).toString();
      bodies.push(body);
      spans.push(...readSpans(JSON.parse(body) as Body));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    behave: (how) => (behaviour = how),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readSpans(body: Body): ReceivedSpan[] {
  return body.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(plain(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, name, kind, attributes, status, ...times }) => ({
        traceId,
        spanId,
        parentSpanId: parentSpanId ?? '',
        name,
        kind: KINDS[kind] ?? 'unspecified',
        startedAt: Number(BigInt(times.startTimeUnixNano) / 1_000n) / 1_000,
        endedAt: Number(BigInt(times.endTimeUnixNano) / 1_000n) / 1_000,
        attributes: plain(attributes),
        failed: status?.code === 2,
        service,
      })),
    );
  });
}

function plain(attributes: KeyValues): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ??
        value.boolValue ??
        (value.intValue === undefined ? (value.doubleValue ?? '') : Number(value.intValue)),
    ]),
  );
}
