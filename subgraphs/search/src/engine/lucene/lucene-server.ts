import { setTimeout as sleep } from 'node:timers/promises';
import {
  EngineAwayError,
  EngineBusyError,
  EngineRefusedError,
  type LuceneAnswer,
  type LuceneRequest,
  type LuceneTransport,
} from './transport.js';

/** Longest times in ms that calls may take. */
export interface EngineTimeouts {
  search: number;
  write: number;
  admin: number;
}

export const TIMEOUTS: EngineTimeouts = { search: 2_000, write: 15_000, admin: 30_000 };

/**
 * Pauses before a buyer's read is tried again while the engine is too busy: its collector frees
 * memory within a second or two.
 */
const BUSY_PAUSES_MS = [50, 150, 300, 500, 700];

interface ErrorBody {
  error?:
    { type?: string; reason?: string; root_cause?: { type?: string; reason?: string }[] } | string;
}

/** A search server with time limits; tells failures that pass from those that stay. */
export class LuceneServer {
  constructor(
    private readonly transport: LuceneTransport,
    readonly timeouts: EngineTimeouts = TIMEOUTS,
  ) {}

  get kind(): LuceneTransport['kind'] {
    return this.transport.kind;
  }

  /** A read on the path of a buyer. */
  search<T>(
    path: string,
    body: object,
    query: Record<string, string | number | boolean> = {},
  ): Promise<T> {
    return this.readForBuyer<T>({
      method: 'POST',
      path,
      query,
      body,
      timeoutMs: this.timeouts.search,
    });
  }

  /** A read for a buyer without a body. */
  get<T>(path: string, query: Record<string, string | number | boolean> = {}): Promise<T> {
    return this.readForBuyer<T>({ method: 'GET', path, query, timeoutMs: this.timeouts.search });
  }

  /** A read on the way of writes and commands, which may take longer. */
  read<T>(
    path: string,
    body?: object,
    query: Record<string, string | number | boolean> = {},
  ): Promise<T> {
    return this.call<T>({
      method: body ? 'POST' : 'GET',
      path,
      query,
      ...(body ? { body } : {}),
      timeoutMs: this.timeouts.write,
    });
  }

  bulk<T>(
    lines: readonly object[],
    query: Record<string, string | number | boolean> = {},
  ): Promise<T> {
    return this.call<T>({
      method: 'POST',
      path: '/_bulk',
      query,
      lines,
      timeoutMs: this.timeouts.write,
    });
  }

  admin<T>(
    method: LuceneRequest['method'],
    path: string,
    body?: object,
    query: Record<string, string | number | boolean> = {},
  ): Promise<T> {
    return this.call<T>({
      method,
      path,
      query,
      ...(body ? { body } : {}),
      timeoutMs: this.timeouts.admin,
    });
  }

  close(): Promise<void> {
    return this.transport.close();
  }

  /**
   * A connection that broke is tried once more, the server may just have closed an idle one; a busy
   * engine for as long as buyers wait.
   */
  private async readForBuyer<T>(request: LuceneRequest): Promise<T> {
    const until = performance.now() + request.timeoutMs;
    const pauses = [...BUSY_PAUSES_MS];
    let mayReconnect = true;
    for (;;) {
      try {
        return await this.call<T>({
          ...request,
          timeoutMs: Math.max(1, until - performance.now()),
        });
      } catch (error) {
        const pause = error instanceof EngineBusyError ? pauses.shift() : undefined;
        if (pause !== undefined && performance.now() + pause < until) await sleep(pause);
        else if (mayReconnect && error instanceof EngineAwayError && error.reason === 'down')
          mayReconnect = false;
        else throw error;
      }
    }
  }

  /** Throws EngineAwayError or EngineRefusedError for every answer that is no success. */
  private async call<T>(request: LuceneRequest): Promise<T> {
    const answer = await this.transport.send(request);
    if (answer.status >= 200 && answer.status < 300) return answer.body as T;
    throw toError(answer);
  }
}

function toError({ status, body }: LuceneAnswer): Error {
  const error = (body as ErrorBody | null)?.error;
  const cause = typeof error === 'object' ? (error.root_cause?.[0] ?? error) : {};
  const type = cause.type ?? 'unknown';
  const reason = cause.reason ?? (typeof error === 'string' ? error : '');
  if (status === 429) return new EngineBusyError(`${status} ${type} ${reason}`);
  return mayPass(status, type)
    ? new EngineAwayError('refused', `${status} ${type} ${reason}`)
    : new EngineRefusedError(status, type, reason);
}

/**
 * Whether a failure is about the state of the engine (overload, read-only, no shard, no right to
 * write) and not about what it was asked.
 */
export function mayPass(status: number, type: string): boolean {
  return (
    status === 401 ||
    status === 403 ||
    status === 408 ||
    status === 429 ||
    status >= 500 ||
    type === 'cluster_block_exception'
  );
}

/** Whether the error is the engine's refusal with one of these HTTP statuses. */
export function isRefused(error: unknown, ...statuses: number[]): error is EngineRefusedError {
  return error instanceof EngineRefusedError && statuses.includes(error.status);
}
