import { randomUUID } from 'node:crypto';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import {
  MessageType,
  type ErrorMessage,
  type CompleteMessage,
  type NextMessage,
  type SubscribePayload,
} from 'graphql-ws';
import { RequestError } from '../request/request-error.js';

/** A result, or the results of a subscription, whose `return()` ends it at once. */
type Results = FormattedExecutionResult | AsyncGenerator<FormattedExecutionResult, void>;

export interface ConnectionOperationsOptions {
  /** Operations at one time, counting those that are still being opened or ended. */
  limit: number;
  start(payload: SubscribePayload, requestId: string): Promise<Results>;
  /** What the client hears of a failure; must not throw. */
  errorsOf(error: unknown, requestId: string): readonly GraphQLFormattedError[];
  /** Resolves when the message is on its way, also when the connection is closed. */
  send(message: NextMessage | ErrorMessage | CompleteMessage): Promise<void>;
}

/** The operations of one WebSocket connection. */
export interface ConnectionOperations {
  /** Starts an operation; false when its id is in use. */
  subscribe(id: string, payload: SubscribePayload): boolean;
  complete(id: string): void;
  /** Ends all. */
  end(): void;
}

/**
 * One message `subscribe`. An id names what the client speaks of; it may be used again while an
 * older operation with it is still ending.
 */
interface Operation {
  id: string;
  requestId: string;
  isWanted: boolean;
  results?: AsyncGenerator<FormattedExecutionResult, void>;
}

/**
 * Owns each operation from its message until its last work is over, whatever the client says
 * meanwhile.
 */
export function createConnectionOperations({
  limit,
  start,
  errorsOf,
  send,
}: ConnectionOperationsOptions): ConnectionOperations {
  const running = new Set<Operation>();
  const wanted = new Map<string, Operation>();

  const drop = (operation: Operation) => {
    if (!operation.isWanted) return;
    operation.isWanted = false;
    wanted.delete(operation.id);
    void operation.results?.return();
  };
  const tell = async (
    operation: Operation,
    message: NextMessage | ErrorMessage | CompleteMessage,
  ) => {
    if (operation.isWanted) await send(message);
  };
  const follow = async (
    operation: Operation,
    results: AsyncGenerator<FormattedExecutionResult, void>,
  ) => {
    operation.results = results;
    // The client may have left while it was being opened.
    if (!operation.isWanted) await results.return();
    for await (const payload of results) {
      if (!operation.isWanted) return;
      await tell(operation, { id: operation.id, type: MessageType.Next, payload });
    }
  };
  const run = async (operation: Operation, payload: SubscribePayload) => {
    const { id, requestId } = operation;
    try {
      if (running.size > limit) {
        throw new RequestError(429, 'RATE_LIMITED', 'Too many operations on one connection.', {
          retryAfterMs: 5_000,
          reason: 'connections',
        });
      }
      const results = await start(payload, requestId);
      if (Symbol.asyncIterator in results) await follow(operation, results);
      else await tell(operation, { id, type: MessageType.Next, payload: results });
      await tell(operation, { id, type: MessageType.Complete });
    } catch (error) {
      await tell(operation, { id, type: MessageType.Error, payload: errorsOf(error, requestId) });
    } finally {
      drop(operation);
      running.delete(operation);
    }
  };
  return {
    subscribe(id, payload) {
      if (wanted.has(id)) return false;
      const operation: Operation = { id, requestId: randomUUID(), isWanted: true };
      running.add(operation);
      wanted.set(id, operation);
      // Sending fails with the connection, and then everything is ended anyway.
      run(operation, payload).catch(() => {});
      return true;
    },
    complete(id) {
      const operation = wanted.get(id);
      if (operation) drop(operation);
    },
    end: () => [...wanted.values()].forEach(drop),
  };
}
