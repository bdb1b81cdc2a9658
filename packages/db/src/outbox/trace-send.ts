import type { OutgoingMessage } from '@emporium/bus/event-bus';
import { beginWork } from '@emporium/telemetry/begin-work';

/** A message on its way, and whom to tell when it has arrived. */
export interface TracedSend {
  message: OutgoingMessage;
  ended(error: unknown): void;
}

/**
 * Sending is a part of the trace that the event began in, and handling it a part of sending: the
 * header names this work, the envelope keeps what caused the event. An event of no trace begins
 * none.
 */
export function traceSend(message: OutgoingMessage): TracedSend {
  const { traceparent: parent, id, type } = message.headers;
  if (parent === undefined) return { message, ended: () => undefined };
  const work = beginWork(`send ${message.topic}`, {
    kind: 'producer',
    parent,
    attributes: {
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'send',
      'messaging.destination.name': message.topic,
      'messaging.message.id': id,
      'cloudevents.event_type': type,
    },
  });
  const traceparent = work.traceparent ?? parent;
  return {
    message:
      traceparent === parent
        ? message
        : { ...message, headers: { ...message.headers, traceparent } },
    ended: (error) => {
      if (error !== undefined) work.fail(error);
      work.end();
    },
  };
}
