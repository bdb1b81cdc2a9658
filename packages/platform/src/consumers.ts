import { servicePrincipal } from '@emporium/auth/principal';
import { consumeEvents } from '@emporium/bus/consume-events';
import { nameOfPlace, type Subscription } from '@emporium/bus/event-bus';
import { onceInTransaction } from '@emporium/db/inbox';
import type { Logger } from 'pino';
import type { Ctx } from './context.js';
import type { Consumer, SubgraphDefinition } from './define-subgraph.js';
import { isTransient } from './is-transient.js';
import { describeFailure, loggableError } from './loggable-error.js';
import type { ContextInput } from './make-context.js';
import type { Runtime } from './runtime.js';

/** Subscribes the consumers of a subgraph. */
export async function startConsumers<S>(
  definition: SubgraphDefinition<S>,
  runtime: Runtime,
  context: (input: ContextInput) => Ctx<S>,
  log: Logger,
  pingStore: () => Promise<void>,
): Promise<{ stop(): Promise<void> }> {
  const subscriptions: Subscription[] = [];
  for (const consumer of definition.consumers ?? []) {
    // A bus that is away now makes its topics when it comes; the subgraph serves meanwhile.
    subscriptions.push(await subscribe(definition.name, consumer, runtime, context, log, pingStore));
  }
  return {
    stop: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    },
  };
}

function subscribe<S>(
  schema: string,
  consumer: Consumer<S>,
  runtime: Runtime,
  context: (input: ContextInput) => Ctx<S>,
  log: Logger,
  pingStore: () => Promise<void>,
): Promise<Subscription> {
  return consumeEvents(runtime.bus, {
    group: consumer.group,
    ...(consumer.keysAtOnce ? { keysAtOnce: consumer.keysAtOnce } : {}),
    handlers: consumer.handlers.map((handler) => ({
      event: handler.event,
      handle: async (envelope) => {
        const ctx = context({
          principal: servicePrincipal(schema),
          ...(envelope.requestid ? { requestId: envelope.requestid } : {}),
          ...(envelope.traceparent ? { traceparent: envelope.traceparent } : {}),
        });
        if (consumer.mode === 'versioned') return handler.handle(ctx, envelope);
        await onceInTransaction(ctx.em, consumer.group, envelope.id, () => handler.handle(ctx, envelope));
      },
    })),
    isTransient: (error) => isTransient(error, pingStore),
    describeFailure,
    maxAttempts: runtime.config.eventMaxAttempts,
    onError: (error, message) =>
      log.warn(
        {
          err: loggableError(error),
          group: consumer.group,
          // As `npm run dlq -- skip` takes it.
          place: nameOfPlace(message),
          key: message.key,
          attempt: message.attempt,
        },
        'event not handled',
      ),
  });
}
