import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import type { ExecutionResult } from 'graphql';
import { errors, Pool } from 'undici';
import { addresses, addressList, isNotConnected } from './addresses.js';
import { findUploads, hasUpload, multipartBody } from './http/multipart-body.js';
import { wholeAnswer, type RequestLimit } from './http/whole-answer.js';
import { SubgraphUnavailableError, type SubgraphClient, type SubgraphRequest } from './subgraph-client.js';

const MAX_ANSWER_BYTES = 20_000_000;
const CONNECTIONS = 64;

export interface HttpClientOptions {
  name: string;
  /** GraphQL endpoint, e.g. `http://catalog:4001/graphql`; replicas are separated by commas. */
  url: string;
  internalSecret: string;
}

interface Replica {
  pool: Pool;
  path: string;
}

/**
 * Calls a subgraph over HTTP on pools of kept connections, its replicas in turn. One that refuses the connection is passed over; a query
 * whose connection broke is asked again elsewhere, a mutation never, since it may have happened. Close it at shutdown.
 */
export function httpSubgraphClient(options: HttpClientOptions): SubgraphClient & { close(): Promise<void> } {
  const all = addressList(options.url).map((url): Replica => {
    const limits = { connections: CONNECTIONS, keepAliveTimeout: 4_000, connect: { timeout: 2_000 }, maxResponseSize: MAX_ANSWER_BYTES };
    return { pool: new Pool(url.origin, limits), path: url.pathname };
  });
  const replicas = addresses(all);
  return {
    name: options.name,
    execute: async (request) => {
      // One limit for all tries together.
      const { signal, timeoutMs } = request;
      const limit: RequestLimit = { signal, ...(timeoutMs === undefined ? {} : { deadlineAt: performance.now() + timeoutMs }) };
      let failure: unknown;
      let unavailable: ExecutionResult | undefined;
      for (const replica of replicas.inTurn()) {
        try {
          const result = await send(replica, options, request, limit);
          if (!isUnavailable(result) || unavailable || !mayRepeat(request)) return result;
          // Only this replica may have lost its store: a read is worth one try at another one.
          unavailable = result;
        } catch (error) {
          if (unavailable) return unavailable;
          failure = error;
          if (isNotConnected(error)) replicas.refused(replica);
          else if (!isBroken(error) || !mayRepeat(request)) break;
          if (isOver(limit)) break;
        }
      }
      if (unavailable) return unavailable;
      throw failure instanceof SubgraphUnavailableError
        ? failure
        : new SubgraphUnavailableError(options.name, reasonOf(failure), { cause: failure });
    },
    health: async () => {
      const answers = await Promise.all(all.map(answersAtAll));
      return { status: answers.includes('ok') ? 'ok' : answers.includes('degraded') ? 'degraded' : 'down' };
    },
    close: async () => {
      await Promise.all(all.map(({ pool }) => pool.close()));
    },
  };
}

async function answersAtAll({ pool, path }: Replica): Promise<'ok' | 'degraded' | 'down'> {
  try {
    // A subgraph that works answers 401 to a call without identity.
    const { statusCode, body } = await pool.request({ method: 'POST', path, signal: AbortSignal.timeout(1_000) });
    await body.dump();
    return statusCode === 401 ? 'ok' : 'degraded';
  } catch {
    return 'down';
  }
}

const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** True when the connection broke in the middle of a call. */
const isBroken = (error: unknown) => BROKEN.has(String((error as { code?: unknown }).code));

/** Whether a part of the answer is missing because the replica could not reach its store. */
const isUnavailable = ({ errors: problems }: ExecutionResult) =>
  problems?.some((problem) => problem.extensions?.['code'] === 'SUBGRAPH_UNAVAILABLE') === true;

/** Queries change nothing. A stream that was read for an upload cannot be sent twice, and belongs to a mutation anyway. */
const mayRepeat = ({ query }: SubgraphRequest) => isQuery(query) && !/(^|\})\s*mutation\b/.test(query);

/** By its first word. */
const isQuery = (document: string) => /^\s*(query\b|\{)/.test(document);

const isOver = ({ signal, deadlineAt = Infinity }: RequestLimit) => signal?.aborted === true || performance.now() >= deadlineAt;

async function send(
  { pool, path }: Replica,
  options: HttpClientOptions,
  request: SubgraphRequest,
  limit: RequestLimit,
): Promise<ExecutionResult> {
  const operation = { query: request.query, operationName: request.operationName, variables: request.variables };
  // Files come with mutations alone; looking for one among the representations of an entity fetch costs more than to send them.
  const { contentType, body } =
    !isQuery(request.query) && hasUpload(request.variables)
      ? multipartBody(operation, findUploads(request.variables))
      : { contentType: 'application/json', body: JSON.stringify(operation) };
  const headers = {
    ...request.headers,
    'content-type': contentType,
    [IDENTITY_HEADER]: signIdentity(
      { issuer: request.issuer, requestId: request.requestId, principal: request.principal },
      options.name,
      options.internalSecret,
    ),
    'x-request-id': request.requestId,
    ...(request.traceparent ? { traceparent: request.traceparent } : {}),
  };
  const { statusCode, text } = await wholeAnswer(pool, { method: 'POST', path, headers, body }, limit);
  if (statusCode === 401) throw new SubgraphUnavailableError(options.name, 'refused');
  return toResult(options.name, text);
}

function toResult(name: string, text: string): ExecutionResult {
  try {
    const answer = JSON.parse(text) as ExecutionResult;
    // `data: null` must say why; alone it would be silence where something is missing.
    if (typeof answer?.data === 'object' && answer.data !== null) return answer;
    if (Array.isArray(answer?.errors) && answer.errors.length > 0) return answer;
  } catch {
    // falls through: not a GraphQL answer
  }
  throw new SubgraphUnavailableError(name, 'garbage');
}

function reasonOf(error: unknown): 'timeout' | 'too-large' | 'down' {
  if (error instanceof errors.ResponseExceededMaxSizeError) return 'too-large';
  const name = (error as Error).name;
  return name === 'TimeoutError' ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError
    ? 'timeout'
    : 'down';
}
