import type { EventDefinition } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import { v7 } from 'uuid';
import type { SqlEntityManager } from '../entity-manager.js';
import { OutboxRow } from './outbox-row.entity.js';

/** Where an event comes from. */
export interface EmitOrigin {
  subgraph: string;
  now: Date;
  requestId: string;
  traceparent?: string;
  /** Who did it, and for whom; ids, never names. */
  actor?: string | undefined;
  onBehalfOf?: string | undefined;
}

/**
 * Adds the event to the entity manager as an outbox row: it is published if and only if the change
 * commits. Throws when the data does not fit the event's schema, so that a wrong event never
 * leaves.
 */
export function emitEvent<T>(
  em: SqlEntityManager,
  event: EventDefinition<T>,
  message: { key: string; version: number; data: T },
  origin: EmitOrigin,
): void {
  const envelope: Envelope<T> = {
    specversion: '1.0',
    id: v7(),
    type: event.type,
    source: `/emporium/${origin.subgraph}`,
    subject: message.key,
    time: origin.now.toISOString(),
    aggregateversion: message.version,
    schemaversion: event.schemaVersion,
    ...(origin.traceparent ? { traceparent: origin.traceparent } : {}),
    requestid: origin.requestId,
    ...(origin.actor ? { actor: origin.actor } : {}),
    ...(origin.onBehalfOf ? { onbehalfof: origin.onBehalfOf } : {}),
    data: event.schema.parse(message.data),
  };
  const row = em.create(
    OutboxRow,
    {
      topic: event.topic,
      aggregateId: message.key,
      aggregateVersion: message.version,
      type: event.type,
      payload: JSON.stringify(envelope),
      headers: {
        id: envelope.id,
        type: event.type,
        ...(origin.traceparent ? { traceparent: origin.traceparent } : {}),
      },
    },
    { partial: true },
  );
  em.persist(row);
}
