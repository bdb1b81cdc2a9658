import { servicePrincipal } from '@emporium/auth/principal';
import { consumeEvents } from '@emporium/bus/consume-events';
import type { Envelope } from '@emporium/bus/envelope';
import { nameOfPlace, type ReceivedMessage, type Subscription } from '@emporium/bus/event-bus';
import { onceInTransaction } from '@emporium/db/inbox';
import { logFields } from '@emporium/telemetry/log-fields';
import { traceWork } from '@emporium/telemetry/trace-work';
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
    subscriptions.push(
      await subscribe(definition.name, consumer, runtime, context, log, pingStore),
    );
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
  const facts = (envelope: Envelope, message: ReceivedMessage) => ({
    'emporium.subgraph': schema,
    'messaging.system': runtime.bus.kind,
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'process',
    'messaging.destination.name': message.topic,
    'messaging.destination.partition.id': String(message.partition),
    'messaging.consumer.group.name': consumer.group,
    'messaging.message.id': envelope.id,
    'cloudevents.event_type': envelope.type,
    'emporium.event.attempt': message.attempt,
  });
  return consumeEvents(runtime.bus, {
    group: consumer.group,
    ...(consumer.concurrency ? { concurrency: consumer.concurrency } : {}),
    handlers: consumer.handlers.map((handler) => ({
      event: handler.event,
      handle: (envelope, message) => {
        // The header says who sent it, the envelope who caused it, for senders that trace nothing.
        const traceparent = message.headers['traceparent'] ?? envelope.traceparent;
        return traceWork(
          `process ${message.topic}`,
          { kind: 'consumer', attributes: facts(envelope, message), parent: traceparent },
          () => {
            const ctx = context({
              principal: servicePrincipal(schema),
              ...(envelope.requestid ? { requestId: envelope.requestid } : {}),
              ...(traceparent ? { traceparent } : {}),
            });
            if (consumer.mode === 'versioned') return handler.handle(ctx, envelope);
            return onceInTransaction(ctx.em, consumer.group, envelope.id, () =>
              handler.handle(ctx, envelope),
            ).then(() => undefined);
          },
        );
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
          ...logFields(message.headers['traceparent']),
        },
        'event not handled',
      ),
  });
}
