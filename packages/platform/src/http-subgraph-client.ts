import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { DeadlineError } from '@emporium/resilience/deadline';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { errors, Pool } from 'undici';
import { addresses, addressList, isNotConnected } from './addresses.js';
import { findUploads, hasUpload, multipartBody } from './http/multipart-body.js';
import { wholeAnswer, type RequestLimit } from './http/whole-answer.js';
import { TIME_LEFT_HEADER } from './caller-waits.js';
import { isAllUnavailable } from './all-unavailable.js';
import { firstAnswer } from './first-answer.js';
import {
  SubgraphUnavailableError,
  type SubgraphClient,
  type SubgraphRequest,
} from './subgraph-client.js';
import { watchReplicas } from './watch-replicas.js';

const MAX_ANSWER_BYTES = 20_000_000;
const CONNECTIONS = 64;
/**
 * Milliseconds after which a read is also asked of another replica, when half of its time is not up
 * sooner.
 */
const TIMEOUT_MS = 1_000;
/**
 * Reads that may be asked twice at once because their replica is slow though it lives: else a slow
 * database would get twice the work.
 */
const MAX_SLOW_READS = 8;
const HEALTH_LIMIT_MS = 1_000;

export interface HttpClientOptions {
  name: string;
  /** GraphQL endpoint, e.g. `http://catalog:4001/graphql`; replicas are separated by commas. */
  url: string;
  internalSecret: string;
  /** Hears of replicas that fall silent and come back. */
  log?: Pick<Logger, 'info' | 'warn'>;
}

interface Replica {
  url: URL;
  pool: Pool;
  path: string;
}

/**
 * Calls a subgraph over HTTP on pools of kept connections, its replicas in turn. One that refuses
 * the connection is passed over, one that is silent gets no call while another answers. A read that
 * fails, or has no answer after a second, is asked again elsewhere; a mutation never is, since it
 * may have happened. Close it at shutdown.
 */
export function httpSubgraphClient(
  options: HttpClientOptions,
): SubgraphClient & { close(): Promise<void> } {
  const all = addressList(options.url).map((url): Replica => {
    const limits = {
      connections: CONNECTIONS,
      keepAliveTimeout: 4_000,
      connect: { timeout: 2_000 },
      maxResponseSize: MAX_ANSWER_BYTES,
    };
    return { url, pool: new Pool(url.origin, limits), path: url.pathname };
  });
  const watch = watchReplicas(
    options.name,
    all.map(({ url }) => url),
    options.log,
  );
  const isSilent = ({ url }: Replica) => watch.isSilent(url);
  const replicas = addresses(all, { isSilent });
  let slowReads = 0;

  const ask = async (
    replica: Replica,
    request: SubgraphRequest,
    limit: RequestLimit,
  ): Promise<ExecutionResult> => {
    try {
      return await send(replica, options, request, limit);
    } catch (error) {
      if (isNotConnected(error)) replicas.refused(replica);
      if (error instanceof SubgraphUnavailableError) throw error;
      const othersAnswer = isSilent(replica) && all.some((other) => !isSilent(other));
      throw new SubgraphUnavailableError(options.name, reasonOf(error), {
        cause: error,
        othersAnswer,
      });
    }
  };
  const read = async (request: SubgraphRequest, limit: RequestLimit): Promise<ExecutionResult> => {
    let isSlow = false;
    try {
      return await firstAnswer({
        replicas: replicas.inTurn(),
        ask: (replica) => ask(replica, request, limit),
        timeoutMs: Math.min(TIMEOUT_MS, (request.timeoutMs ?? Infinity) / 2),
        mayAskBeside: (replica) => {
          if (isSilent(replica)) return true;
          if (slowReads >= MAX_SLOW_READS) return false;
          if (!isSlow) slowReads++;
          return (isSlow = true);
        },
        isWorthAnother: (failure) =>
          (failure as SubgraphUnavailableError).reason !== 'too-large' && !isOver(limit),
        isPoor: (answer) => isAllUnavailable(answer) && !isOver(limit),
      });
    } finally {
      if (isSlow) slowReads--;
    }
  };
  const change = async (
    request: SubgraphRequest,
    limit: RequestLimit,
  ): Promise<ExecutionResult> => {
    // A change is not risked on a replica of which nothing is known.
    await watch.known();
    let failure: unknown;
    for (const replica of replicas.inTurn()) {
      try {
        return await ask(replica, request, limit);
      } catch (error) {
        failure = error;
        if (!isNotConnected((error as Error).cause) || isOver(limit)) break;
      }
    }
    throw failure;
  };
  return {
    name: options.name,
    execute: (request) => {
      watch.inUse();
      // One limit for all tries together.
      const { signal, timeoutMs } = request;
      const limit: RequestLimit = {
        signal,
        ...(timeoutMs === undefined ? {} : { deadlineAt: performance.now() + timeoutMs }),
      };
      return mayRepeat(request) ? read(request, limit) : change(request, limit);
    },
    health: async () => {
      const answers = await Promise.all(all.map(answersAtAll));
      return {
        status: answers.includes('ok') ? 'ok' : answers.includes('degraded') ? 'degraded' : 'down',
      };
    },
    close: async () => {
      await watch.close();
      await Promise.all(all.map(({ pool }) => pool.close()));
    },
  };
}

async function answersAtAll({ pool, path }: Replica): Promise<'ok' | 'degraded' | 'down'> {
  try {
    // A subgraph that works answers 401 to a call without identity.
    const { statusCode } = await wholeAnswer(
      pool,
      { method: 'POST', path },
      { deadlineAt: performance.now() + HEALTH_LIMIT_MS },
    );
    return statusCode === 401 ? 'ok' : 'degraded';
  } catch {
    return 'down';
  }
}

/**
 * Queries change nothing. A stream that was read for an upload cannot be sent twice, and belongs to
 * a mutation anyway.
 */
const mayRepeat = ({ query }: SubgraphRequest) =>
  isQuery(query) && !/(^|\})\s*mutation\b/.test(query);

/** By its first word. */
const isQuery = (document: string) => /^\s*(query\b|\{)/.test(document);

const isOver = ({ signal, deadlineAt = Infinity }: RequestLimit) =>
  signal?.aborted === true || performance.now() >= deadlineAt;

async function send(
  { pool, path }: Replica,
  options: HttpClientOptions,
  request: SubgraphRequest,
  limit: RequestLimit,
): Promise<ExecutionResult> {
  const operation = {
    query: request.query,
    operationName: request.operationName,
    variables: request.variables,
  };
  // Files come with mutations alone; looking for one among the representations of an entity fetch
  // costs more than to send them.
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
    ...(limit.deadlineAt === undefined
      ? {}
      : {
          [TIME_LEFT_HEADER]: String(Math.max(0, Math.round(limit.deadlineAt - performance.now()))),
        }),
    ...(request.traceparent ? { traceparent: request.traceparent } : {}),
  };
  const { statusCode, text } = await wholeAnswer(
    pool,
    { method: 'POST', path, headers, body },
    limit,
  );
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
  return error instanceof DeadlineError ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError
    ? 'timeout'
    : 'down';
}
