import { OF_ANSWERS, RETRYABLE } from '@emporium/graphql/error-codes';
import type { Logger } from 'pino';
import { SerializedData } from '@emporium/federation-executor/response/serialized-data';
import { RequestError } from './request-error.js';

/** An error as clients see it. */
export interface AnswerError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions: { code: string; requestId: string; retryable: boolean; retryAfterMs?: number };
}

/** `extensions.cost`: what an operation cost, and what its caller has left. */
export interface AnswerCost {
  /** Static cost: what the operation was expected to need at most. */
  requested: number;
  /** Cost of what was done; the difference was given back, or is owed. */
  actual: number;
  /**
   * Points left, of how many, and how many come back each second; not for anonymous callers in
   * production.
   */
  available?: number;
  capacity?: number;
  restorePerSecond?: number;
}

/** What goes back to the client, whatever the transport. */
export interface Answer {
  status: number;
  body: {
    data?: unknown;
    errors?: AnswerError[];
    extensions?: Record<string, unknown> & { cost: AnswerCost };
  };
  /** Response headers that plugins set. */
  headers?: Readonly<Record<string, string>>;
  /** Set-Cookie values. */
  cookies: readonly string[];
}

/** JSON of an answer; data that is text already is not parsed for it. */
export function answerText(body: Answer['body']): string {
  const { data, errors, extensions } = body;
  if (!(data instanceof SerializedData)) return JSON.stringify(body);
  const before = errors ? `"errors":${JSON.stringify(errors)},` : '';
  return `{${before}"data":${data.text}${extensions ? `,"extensions":${JSON.stringify(extensions)}` : ''}}`;
}

const MAX_MESSAGE = 500;
const MASK = 'Something went wrong on our side.';

/** A GraphQL error as any part of the pipeline produces it. */
export interface RawError {
  message: string;
  locations?: readonly { line: number; column: number }[] | undefined;
  path?: readonly (string | number)[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/**
 * Makes errors safe to show: a known code keeps its message, everything else is logged under the
 * request id and masked.
 */
export function presentErrors(
  errors: readonly RawError[],
  requestId: string,
  log: Logger,
): AnswerError[] {
  return errors.map((error) => {
    const code = String(error.extensions?.code ?? '');
    const spoken = OF_ANSWERS.has(code);
    if (!spoken)
      log.error({ requestId, code, path: error.path, reason: error.message }, 'operation failed');
    const retryAfterMs = error.extensions?.retryAfterMs;
    return {
      message: spoken ? error.message.slice(0, MAX_MESSAGE) : MASK,
      ...(error.locations ? { locations: error.locations } : {}),
      ...(error.path ? { path: error.path } : {}),
      extensions: {
        code: spoken ? code : 'INTERNAL_SERVER_ERROR',
        requestId,
        retryable: RETRYABLE.has(code),
        ...(spoken && typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
      },
    };
  });
}

/** The answer to a request that was refused, or that failed unexpectedly (500, masked). */
export function errorAnswer(error: unknown, requestId: string, log: Logger): Answer {
  const rejections = (error instanceof AggregateError ? error.errors : [error]).filter(
    (one) => one instanceof RequestError,
  );
  const first = rejections[0];
  if (!first) {
    const message = error instanceof Error ? error.message : String(error);
    log.error({ requestId, err: error }, 'request failed');
    return {
      status: 500,
      cookies: [],
      body: { errors: presentErrors([{ message }], requestId, log) },
    };
  }
  return {
    status: first.status,
    cookies: [],
    body: {
      errors: rejections.map(({ message, code, details }) => ({
        message,
        ...(details.locations?.length ? { locations: details.locations } : {}),
        extensions: {
          code,
          requestId,
          retryable: RETRYABLE.has(code),
          ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
        },
      })),
    },
  };
}
