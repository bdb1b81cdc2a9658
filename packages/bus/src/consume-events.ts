import { declaredEvents, type EventDefinition } from './define-event.js';
import { type Envelope, envelopeSchema } from './envelope.js';
import {
  type EventBus,
  isPoison,
  PoisonMessageError,
  type ReceivedMessage,
  type Subscription,
} from './event-bus.js';

/** What a group does with one event type. */
export interface EnvelopeHandler<T = unknown> {
  event: EventDefinition<T>;
  handle(envelope: Envelope<T>, message: ReceivedMessage): Promise<void>;
}

export interface ConsumeOptions {
  /** `<subgraph>-<purpose>`. */
  group: string;
  // The data type of each handler is fixed where it is made; the list itself is heterogeneous.
  // oxlint-disable-next-line typescript/no-explicit-any
  handlers: readonly EnvelopeHandler<any>[];
  /** See SubscribeOptions. */
  concurrency?: number;
  /**
   * Whether a failure may pass by itself; such an event waits for ever. Any other failure is tried
   * `maxAttempts` times, then the event goes to the dead letters and the later ones of its key go
   * on. Without this every failure is taken for a passing one.
   */
  isTransient?(error: unknown): Promise<boolean>;
  /** Default 10: about 80 seconds with the usual backoff. */
  maxAttempts?: number;
  /** Why an event was given up, without values of persons; default the error's message. */
  describeFailure?(error: unknown): string;
  /** Told about every failed delivery, for logs and metrics; what it throws is ignored. */
  onError?(error: Error, message: ReceivedMessage): void;
}

/**
 * Subscribes a group to the topics of its handlers' events and gives each handler checked
 * envelopes. What is no valid envelope of a declared event goes to the dead letters; declared
 * events of other consumers are skipped; all other failures are retried.
 */
export function consumeEvents(bus: EventBus, options: ConsumeOptions): Promise<Subscription> {
  const handlers = new Map(options.handlers.map((handler) => [handler.event.type, handler]));
  if (handlers.size !== options.handlers.length)
    throw new Error(`group ${options.group} handles an event type twice`);
  const attempts = new Map<string, number>();
  const topics = [...new Set(options.handlers.map((handler) => handler.event.topic))];
  return bus.subscribe({
    group: options.group,
    topics,
    ...(options.concurrency ? { concurrency: options.concurrency } : {}),
    handle: async (message) => {
      try {
        const envelope = parseEnvelope(message);
        const handler = handlers.get(envelope.type);
        if (handler)
          await handler.handle({ ...envelope, data: parseData(handler.event, envelope) }, message);
        else requireDeclared(envelope.type);
        attempts.delete(positionOf(message));
      } catch (error) {
        const plain = toPlainError(
          (await isHopeless(options, attempts, error, message)) ? givenUp(options, error) : error,
        );
        tell(options, plain, message);
        throw plain;
      }
    },
  });
}

const MAX_ATTEMPTS = 10;

const positionOf = ({ topic, partition, offset }: ReceivedMessage) =>
  `${topic}/${partition}/${offset}`;

/**
 * Counts the failures that do not pass by themselves, per message and process. A restart or a
 * rebalance starts the count anew, which only delays the end: counts that survive would need a
 * store, and that may be what is failing.
 */
async function isHopeless(
  { isTransient, maxAttempts = MAX_ATTEMPTS }: ConsumeOptions,
  attempts: Map<string, number>,
  error: unknown,
  message: ReceivedMessage,
): Promise<boolean> {
  if (isPoison(error)) attempts.delete(positionOf(message));
  if (isPoison(error) || !isTransient || (await isTransient(error))) return false;
  const failed = (attempts.get(positionOf(message)) ?? 0) + 1;
  attempts.set(positionOf(message), failed);
  if (failed < maxAttempts) return false;
  attempts.delete(positionOf(message));
  return true;
}

function givenUp(options: ConsumeOptions, error: unknown): PoisonMessageError {
  const { maxAttempts = MAX_ATTEMPTS, describeFailure = (cause) => (cause as Error).message } =
    options;
  return new PoisonMessageError(
    `given up after ${maxAttempts} attempts: ${describeFailure(error).slice(0, 500)}`,
    { cause: error },
  );
}

/** Reads the bytes of a message as an envelope. Throws PoisonMessageError when they are none. */
export function parseEnvelope(message: Pick<ReceivedMessage, 'value'>): Envelope {
  if (message.value === null) throw new PoisonMessageError('the message has no value');
  let json: unknown;
  try {
    // Fatal, because replacement characters would quietly change what was sent.
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message.value));
  } catch {
    throw new PoisonMessageError('the value is not JSON in UTF-8');
  }
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success)
    throw new PoisonMessageError(`not an event envelope: ${describe(envelope.error)}`);
  return envelope.data as Envelope;
}

function parseData<T>(definition: EventDefinition<T>, envelope: Envelope): T {
  // Compatible changes keep the version, so a higher one cannot be understood; it can be replayed
  // once this service can.
  if (envelope.schemaversion > definition.schemaVersion) {
    throw new PoisonMessageError(
      `${envelope.type} has schema version ${envelope.schemaversion}, known is ${definition.schemaVersion}`,
    );
  }
  const data = definition.schema.safeParse(envelope.data);
  if (!data.success)
    throw new PoisonMessageError(`data of ${envelope.type}: ${describe(data.error)}`);
  return data.data;
}

function requireDeclared(type: string): void {
  if (!declaredEvents().some((event) => event.type === type))
    throw new PoisonMessageError(`event type ${type.slice(0, 100)} is not declared`);
}

function describe(error: { issues: { path: PropertyKey[]; message: string }[] }): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`)
    .join('; ');
}

/**
 * kafkajs stops a consumer for good when it sees a TypeError and the like, so it only ever sees
 * plain Errors.
 */
function toPlainError(error: unknown): Error {
  if (isPoison(error)) return error;
  return new Error(error instanceof Error ? error.message : String(error), { cause: error });
}

function tell(options: ConsumeOptions, error: Error, message: ReceivedMessage): void {
  try {
    options.onError?.(error, message);
  } catch {
    // A broken log must not turn a handled message into a failed one.
  }
}
