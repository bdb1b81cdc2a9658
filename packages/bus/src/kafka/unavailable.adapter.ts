import kafkajs from 'kafkajs';
import { EventBusUnavailableError } from '../event-bus.js';
import { protocolErrorOf } from './kafka-connection.adapter.js';

// Node does not see this name among those of the CommonJS package.
const { KafkaJSError } = kafkajs;

/** Answers of the cluster that no waiting changes. */
const FINAL =
  /AUTHORIZATION_FAILED|INVALID|UNSUPPORTED|ILLEGAL|TOO_LARGE|NON_EMPTY_GROUP|UNKNOWN_TOPIC_OR_PARTITION|GROUP_ID_NOT_FOUND/;

/** Trouble with the cluster as EventBusUnavailableError; every other error as it is. */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof Error) || !isTrouble(error)) return error;
  return new EventBusUnavailableError(`Kafka does not answer: ${error.message}`, { cause: error });
}

function isTrouble(error: Error): boolean {
  // The one error of kafkajs that is none of its classes: a connection whose first answers never
  // came.
  if (error.message === 'Broker not connected') return true;
  return error instanceof KafkaJSError && !FINAL.test(protocolErrorOf(error) ?? '');
}
