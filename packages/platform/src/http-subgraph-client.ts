import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import type { ExecutionResult } from 'graphql';
import { errors, Pool, type Dispatcher } from 'undici';
import { findUploads, multipartBody } from './http/multipart-body.js';
import { SubgraphUnavailableError, type SubgraphClient, type SubgraphRequest } from './subgraph-client.js';

const MAX_ANSWER_BYTES = 20_000_000;
const CONNECTIONS = 64;

export interface HttpClientOptions {
  name: string;
  /** GraphQL endpoint, e.g. `http://catalog:4001/graphql`. */
  url: string;
  internalSecret: string;
}

/** Calls a subgraph over HTTP on a pool of kept connections. Close it at shutdown. */
export function httpSubgraphClient(options: HttpClientOptions): SubgraphClient & { pool: Pool; close(): Promise<void> } {
  const url = new URL(options.url);
  const pool = new Pool(url.origin, {
    connections: CONNECTIONS,
    keepAliveTimeout: 30_000,
    connect: { timeout: 2_000 },
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  return {
    name: options.name,
    pool,
    execute: async (request) => {
      try {
        return await send(pool, url.pathname, options, request);
      } catch (error) {
        throw error instanceof SubgraphUnavailableError ? error : new SubgraphUnavailableError(options.name, reasonOf(error), { cause: error });
      }
    },
    health: async () => {
      try {
        // A subgraph that answers at all answers 401 to a call without identity.
        const { statusCode, body } = await pool.request({ method: 'POST', path: url.pathname, signal: AbortSignal.timeout(1_000) });
        await body.dump();
        return { status: statusCode === 401 ? 'ok' : 'degraded' };
      } catch {
        return { status: 'down' };
      }
    },
    close: () => pool.close(),
  };
}

async function send(pool: Pool, path: string, options: HttpClientOptions, request: SubgraphRequest): Promise<ExecutionResult> {
  const operation = { query: request.query, operationName: request.operationName, variables: request.variables };
  const uploads = findUploads(request.variables);
  const { contentType, body } = uploads.size > 0 ? multipartBody(operation, uploads) : { contentType: 'application/json', body: JSON.stringify(operation) };
  const response = await pool.request({
    method: 'POST',
    path,
    headers: {
      ...request.headers,
      'content-type': contentType,
      [IDENTITY_HEADER]: signIdentity({ issuer: request.issuer, requestId: request.requestId, principal: request.principal }, options.name, options.internalSecret),
      'x-request-id': request.requestId,
      ...(request.traceparent ? { traceparent: request.traceparent } : {}),
    },
    body,
    ...signalOf(request),
  });
  return parseAnswer(options.name, response);
}

function signalOf({ signal, timeoutMs }: SubgraphRequest): { signal?: AbortSignal } {
  const signals = [...(signal ? [signal] : []), ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)])];
  return signals.length === 0 ? {} : { signal: AbortSignal.any(signals) };
}

async function parseAnswer(name: string, response: Dispatcher.ResponseData): Promise<ExecutionResult> {
  if (response.statusCode === 401) {
    await response.body.dump();
    throw new SubgraphUnavailableError(name, 'refused');
  }
  const text = await response.body.text();
  try {
    const answer = JSON.parse(text) as ExecutionResult;
    if (typeof answer === 'object' && answer !== null && ('data' in answer || Array.isArray(answer.errors))) return answer;
  } catch {
    // falls through: not a GraphQL answer
  }
  throw new SubgraphUnavailableError(name, 'garbage');
}

function reasonOf(error: unknown): 'timeout' | 'too-large' | 'down' {
  if (error instanceof errors.ResponseExceededMaxSizeError) return 'too-large';
  const name = (error as Error).name;
  return name === 'TimeoutError' || error instanceof errors.ConnectTimeoutError || error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError
    ? 'timeout'
    : 'down';
}
